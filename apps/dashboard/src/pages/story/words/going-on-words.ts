import { plural, t } from '@lingui/core/macro';
import type { StoryView } from '@nextpanel/core';
import { continuesAfterChange } from '@nextpanel/core/commands';
import { panelList } from './number-list.ts';

type Waiting = Pick<StoryView, 'status' | 'waitingOn' | 'failures'>;

/** The other panels that failed. */
export const failedBeside = ({ failures }: Pick<Waiting, 'failures'>, panel: number | string): number[] =>
  failures.flatMap((failure) => (failure.panel === null || failure.panel === panel ? [] : failure.panel));

/** When a story continues, if changing this panel is not enough. */
export function goesOnWords(story: Waiting, panel: number | string): string {
  const others = failedBeside(story, panel);
  const onlyPanels = story.status === 'needs_attention' && story.failures.every((failure) => failure.panel !== null);
  if (!onlyPanels || others.length === 0) return t`The story continues when you resume it.`;
  const panels = panelList(others);
  return plural(others.length, {
    one: `The story continues when ${panels} is changed too, or when you resume it.`,
    other: `The story continues when ${panels} are changed too, or when you resume it.`,
  });
}

/**
 * The effect of saving a panel besides its price; null if the price says it all.
 *
 * @param panel its number, or the id of the cover
 */
export function savingWords(
  story: Waiting,
  panel: number | string,
  {
    draws,
    resolves,
    undrawn,
  }: {
    readonly draws: boolean;
    /** The edit changes what kept the panel from being drawn. */
    readonly resolves: boolean;
    /** It has no frame, so that its price is part of the estimate. */
    readonly undrawn: boolean;
  },
): string | null {
  if (draws && !continuesAfterChange(story, panel)) {
    const then = goesOnWords(story, panel);
    return t`Saving draws nothing yet. ${then}`;
  }
  if (!undrawn) return null;
  return resolves
    ? t`After you save, the story continues: it draws this picture and the rest for the estimated price.`
    : t`This picture is not drawn yet. It will be drawn as saved here; its price is part of the estimate.`;
}
