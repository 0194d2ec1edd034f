import type { BulkResult, StoryView } from '@nextpanel/core';
import { canRun, whenPossible } from '@nextpanel/core/commands';
import { formatUsd } from '../../parts/format-usd.ts';

/** Actions on several stories at once. Retry is resume for stories that need attention. */
export const bulkVerbs = ['pause', 'resume', 'retry', 'cancel', 'delete'] as const;
export type BulkVerb = (typeof bulkVerbs)[number];

interface BulkWords {
  readonly verb: string;
  readonly doing: string;
  readonly done: string;
  /** What it does, for one and for several. */
  readonly one: string;
  readonly several: string;
}

export const bulkWords: Readonly<Record<BulkVerb, BulkWords>> = {
  pause: {
    verb: 'Pause',
    doing: 'Pausing',
    done: 'paused',
    one: 'Nothing more is ordered for it. A batch that is being drawn is finished, paid for and kept.',
    several: 'Nothing more is ordered for them. Batches that are being drawn are finished, paid for and kept.',
  },
  resume: {
    verb: 'Resume',
    doing: 'Resuming',
    done: 'resumed',
    one: 'It continues exactly where it stopped; nothing is drawn twice.',
    several: 'They continue exactly where they stopped; nothing is drawn twice.',
  },
  retry: {
    verb: 'Retry',
    doing: 'Retrying',
    done: 'retried',
    one: 'It continues exactly where it stopped: failed batches get new attempts, drawn panels are kept.',
    several: 'They continue exactly where they stopped: failed batches get new attempts, drawn panels are kept.',
  },
  cancel: {
    verb: 'Cancel',
    doing: 'Cancelling',
    done: 'cancelled',
    one: 'Drawn panels and their cost stay; the rest is never drawn. A cancelled story cannot be resumed.',
    several: 'Drawn panels and their cost stay; the rest is never drawn. Cancelled stories cannot be resumed.',
  },
  delete: {
    verb: 'Delete',
    doing: 'Deleting',
    done: 'deleted',
    one: 'It is deleted permanently, with its pictures and books. Its cost stays in the totals.',
    several: 'They are deleted permanently, with their pictures and books. Their cost stays in the totals.',
  },
};

/** The stories an action applies to: `resume` to those that were paused, `retry` to those that stopped with `needs_attention`. */
export const storiesFor = (verb: BulkVerb, stories: readonly StoryView[]): StoryView[] =>
  stories.filter((story) => {
    if (verb === 'resume') return story.status === 'paused' && canRun('resume', story);
    if (verb === 'retry') return story.status === 'needs_attention' && canRun('resume', story);
    return canRun(verb, story);
  });

/** `1 story`, `12 stories`. */
export const countStories = (count: number): string => (count === 1 ? '1 story' : `${count} stories`);

/** What pausing may still cost, and what continuing may cost according to the estimates; null for deleting. */
export function costWords(verb: BulkVerb, { expectedUsd, heldUsd }: BulkResult['cost']): string | null {
  if (verb === 'delete') return null;
  const held = heldUsd > 0 ? `Up to ${formatUsd(heldUsd)} is held for what is being drawn.` : null;
  if (verb === 'pause') return held;
  if (verb === 'cancel')
    return [held, expectedUsd < least ? null : `About ${formatUsd(expectedUsd)} is not spent then.`]
      .filter((words) => words !== null)
      .join(' ');
  return expectedUsd < least
    ? 'According to the estimate, nothing more is to be paid.'
    : `According to the estimate, about ${formatUsd(expectedUsd)} more is to be paid.`;
}

/** Less is nothing. */
const least = 0.000_05;

/** How many of the selected stories are not affected, and why; null if all are. */
export function leftOutWords(verb: BulkVerb, chosen: number, applying: number): string | null {
  const left = chosen - applying;
  if (left === 0) return null;
  const why: Readonly<Record<BulkVerb, string>> = {
    pause: whenPossible('pause'),
    resume: 'only paused stories can be resumed',
    retry: 'only stories that need attention can be retried, and those that wait for approval must be reviewed',
    cancel: whenPossible('cancel'),
    delete: whenPossible('delete'),
  };
  return `${left === 1 ? '1 selected story is' : `${left} selected stories are`} not affected: ${why[verb]}.`;
}
