import type { StoryView } from '@nextpanel/core';
import { formatUsd } from '../../../parts/format-usd.ts';

/** What a person can do about a story that waits. */
export type Mend = 'approve' | 'open-panel' | 'raise-budget' | 'resume' | 'resume-provider' | 'none';

interface WaitingWords {
  readonly title: string;
  readonly text: string;
  readonly mend: Mend;
}

/** What a story waits for, in plain words; null for one that waits for nothing. */
export function waitingWords(
  story: Pick<StoryView, 'status' | 'waitingOn' | 'failures' | 'cost'>,
): WaitingWords | null {
  if (story.status === 'paused') {
    return { title: 'Paused', text: pausedWords(story.cost), mend: 'resume' };
  }
  if (story.waitingOn === null) return null;
  if (story.status === 'needs_attention') return personWords(story.waitingOn, story.failures);
  switch (story.waitingOn) {
    case 'rate_limited':
      return { title: 'Waits for the rate limit', text: 'It goes on by itself, and nothing is lost.', mend: 'none' };
    case 'provider_paused':
      return {
        title: 'Its provider is paused',
        text: 'Resuming the provider lets every story that waits for it go on. A wrong key or an empty account must be mended first.',
        mend: 'resume-provider',
      };
    case 'disk_full':
      return {
        title: 'The disk is full',
        text: 'Make room on the server: delete stories, or add space. It looks again every half minute and goes on by itself.',
        mend: 'none',
      };
    default:
      return { title: 'Waits for a while', text: `It goes on by itself (${story.waitingOn}).`, mend: 'none' };
  }
}

/** Pausing lets the batch in flight be finished. */
const pausedWords = ({ heldUsd }: StoryView['cost']): string =>
  `Nothing further is ordered until you resume it. A batch that is being drawn now is finished, paid and kept${
    heldUsd > 0 ? `: up to ${formatUsd(heldUsd)} is held for it.` : '.'
  }`;

function personWords(code: string, failures: StoryView['failures']): WaitingWords {
  const atPanels = failures.filter(({ panel }) => panel !== null).length;
  const several = atPanels > 1;
  const refused = failures.filter((it) => it.panel !== null && it.code === code).length;
  switch (code) {
    case 'approval':
      return {
        title: 'Waits for your approval',
        text: 'Look at the frames drawn so far. What follows is drawn from them.',
        mend: 'approve',
      };
    case 'budget':
      return {
        title: 'The budget is used up',
        text: 'Going on could cost more than you allowed.',
        mend: 'raise-budget',
      };
    case 'unknown_outcome':
      return {
        title: 'A request was cut off',
        text: 'Nobody can tell whether it was paid, so it counts as possibly paid. Resuming orders it again, and may pay for it twice.',
        mend: 'resume',
      };
    case 'moderation_blocked':
      return {
        title: refused > 1 ? `The provider refused ${refused} panels` : 'The provider refused a panel',
        text: several
          ? 'Its content rules were against the words or the references. Change the prompts; when the last of them is changed, the story goes on.'
          : 'Its content rules were against the words or the references. Change the prompt; the story then goes on from there.',
        mend: 'open-panel',
      };
    case 'crash_loop':
      return {
        title: 'Workers died over this batch again and again',
        text: 'Look at the log of the workers. Resuming tries it anew.',
        mend: 'resume',
      };
    default:
      return atPanels > 0
        ? {
            title: several ? `${atPanels} panels could not be drawn` : 'A panel could not be drawn',
            text: several
              ? 'Look at the reasons. The story goes on when the last of them is changed; or try the same again.'
              : 'Look at the reason. Change the panel, or try the same again.',
            mend: 'open-panel',
          }
        : { title: 'It could not go on', text: 'Resuming tries it again from exactly here.', mend: 'resume' };
  }
}
