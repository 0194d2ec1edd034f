import type { StoryStatus, StoryView } from '@nextpanel/core';
import { formatUsd } from '../../parts/format-usd.ts';

/** What can be done with several stories at once. Retry is resume, of those that wait for a person. */
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
    one: 'Nothing further is ordered for it. A batch that is being drawn now is finished, paid and kept.',
    several: 'Nothing further is ordered for them. Batches that are being drawn now are finished, paid and kept.',
  },
  resume: {
    verb: 'Resume',
    doing: 'Resuming',
    done: 'resumed',
    one: 'It goes on right where it stopped; nothing is drawn twice.',
    several: 'They go on right where they stopped; nothing is drawn twice.',
  },
  retry: {
    verb: 'Retry',
    doing: 'Retrying',
    done: 'tried again',
    one: 'It goes on right where it stopped: what failed is tried again with fresh tries, what is drawn is kept.',
    several: 'They go on right where they stopped: what failed is tried again with fresh tries, what is drawn is kept.',
  },
  cancel: {
    verb: 'Cancel',
    doing: 'Cancelling',
    done: 'cancelled',
    one: 'What is drawn stays, and so does what it cost; the rest is never drawn. It cannot be resumed.',
    several: 'What is drawn stays, and so does what they cost; the rest is never drawn. They cannot be resumed.',
  },
  delete: {
    verb: 'Delete',
    doing: 'Deleting',
    done: 'deleted',
    one: 'It is forgotten for good, with its pictures and books. What it cost stays in the sums.',
    several: 'They are forgotten for good, with their pictures and books. What they cost stays in the sums.',
  },
};

const applies: Readonly<Record<BulkVerb, readonly StoryStatus[]>> = {
  pause: ['queued', 'drawing', 'composing'],
  resume: ['paused'],
  retry: ['needs_attention'],
  cancel: ['queued', 'drawing', 'composing', 'paused', 'needs_attention'],
  delete: ['completed', 'cancelled'],
};

/** The stories that a verb means something for. One that waits for approval is looked at by a person, one by one. */
export const storiesFor = (verb: BulkVerb, stories: readonly StoryView[]): StoryView[] =>
  stories.filter(
    ({ status, waitingOn }) => applies[verb].includes(status) && !(verb === 'retry' && waitingOn === 'approval'),
  );

/** `1 story`, `12 stories`. */
export const countStories = (count: number): string => (count === 1 ? '1 story' : `${count} stories`);

/** What pausing leaves to be paid, and what going on may cost by the estimates; null for other verbs, and where it is nothing. */
export function costWords(verb: BulkVerb, stories: readonly StoryView[]): string | null {
  const sumOf = (part: (cost: StoryView['cost']) => number) => stories.reduce((sum, { cost }) => sum + part(cost), 0);
  if (verb === 'pause') {
    const held = sumOf(({ heldUsd }) => heldUsd);
    return held > 0 ? `Up to ${formatUsd(held)} is held for what is being drawn now.` : null;
  }
  if (verb !== 'resume' && verb !== 'retry') return null;
  const left = sumOf(({ estimateUsd, spentUsd }) => Math.max(0, estimateUsd - spentUsd));
  return left < 0.000_05
    ? 'By the estimate it costs nothing more.'
    : `By the estimate it costs about ${formatUsd(left)} more.`;
}

/** How many of the chosen ones stay as they are, and why; null when none. */
export function leftOutWords(verb: BulkVerb, chosen: number, applying: number): string | null {
  const left = chosen - applying;
  if (left === 0) return null;
  const why: Readonly<Record<BulkVerb, string>> = {
    pause: 'nothing is being drawn there',
    resume: 'only paused ones are resumed',
    retry: 'only those that need attention are tried again, and those that wait for approval want to be looked at',
    cancel: 'those are finished already',
    delete: 'only completed and cancelled ones can be deleted',
  };
  return `${left === 1 ? 'One other story that you selected stays' : `${left} others that you selected stay`} as ${left === 1 ? 'it is' : 'they are'}: ${why[verb]}.`;
}
