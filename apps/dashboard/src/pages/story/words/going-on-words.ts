import type { StoryView } from '@nextpanel/core';
import { panelList } from './number-list.ts';

type Waiting = Pick<StoryView, 'status' | 'waitingOn' | 'failures'>;

/** Whether a story draws as soon as a panel of it is changed: nothing else keeps it (`go_on_after` in the store's transitions). */
export function goesOnAfter({ status, waitingOn, failures }: Waiting, panel: number): boolean {
  if (status === 'needs_attention' && waitingOn !== 'approval') {
    return failures.length > 0 && failures.every((failure) => failure.panel === panel);
  }
  return status !== 'paused';
}

/** The other panels that failed. */
export const failedBeside = ({ failures }: Pick<Waiting, 'failures'>, panel: number): number[] =>
  failures.flatMap((failure) => (failure.panel === null || failure.panel === panel ? [] : failure.panel));

/** When a story goes on that does not as soon as the panel is changed. */
export function goesOnWords(story: Waiting, panel: number): string {
  const others = failedBeside(story, panel);
  const onlyPanels = story.status === 'needs_attention' && story.failures.every((failure) => failure.panel !== null);
  if (!onlyPanels || others.length === 0) return 'The story continues when you resume it.';
  return `The story continues when ${panelList(others)} ${others.length === 1 ? 'is' : 'are'} changed too, or when you resume it.`;
}

/** What saving a panel brings about beyond its price; null where the price says all. */
export function savingWords(
  story: Waiting,
  panel: number,
  {
    draws,
    mends,
    undrawn,
  }: {
    readonly draws: boolean;
    /** What kept the panel from being drawn is changed. */
    readonly mends: boolean;
    /** It has no frame, so that its price is part of the estimate. */
    readonly undrawn: boolean;
  },
): string | null {
  if (draws && !goesOnAfter(story, panel)) return `Saving draws nothing yet. ${goesOnWords(story, panel)}`;
  if (!undrawn) return null;
  return mends
    ? 'After you save, the story continues: it draws this panel and the rest for the estimated price.'
    : 'This panel is not drawn yet. It will be drawn as saved here; its price is part of the estimate.';
}
