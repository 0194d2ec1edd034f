import { plural, t } from '@lingui/core/macro';
import type { BulkResult, StoryView } from '@nextpanel/core';
import { canRun, whenPossible } from '@nextpanel/core/commands';
import { coreMessage } from '../../language/core-message.ts';
import { formatUsd } from '../../parts/format-usd.ts';

/** Actions on several stories at once. Retry is resume for stories that need attention. */
export const bulkVerbs = ['pause', 'resume', 'retry', 'cancel', 'delete'] as const;
export type BulkVerb = (typeof bulkVerbs)[number];

interface BulkWords {
  /** On the button, before a number. */
  readonly verb: string;
  /** The question before it is done to some stories, and to all that match. */
  readonly ask: (count: number) => string;
  readonly askAll: string;
  /** On the button that does it, and on it while it is done. */
  readonly act: (count: number) => string;
  readonly doing: (count: number) => string;
  /** What was done, what was not, and that nothing was. */
  readonly done: (count: number) => string;
  readonly notDone: (count: number) => string;
  readonly noneDone: string;
  readonly failed: string;
  /** What it does, to so many. */
  readonly effect: (count: number) => string;
  /** The question, and the button, on the page of one story. */
  readonly askOne: string;
  readonly actOne: string;
}

/** Whole sentences, not verbs to be put into one: languages bend them differently. */
const words: Readonly<Record<BulkVerb, () => BulkWords>> = {
  pause: () => ({
    verb: t`Pause`,
    ask: (count) => plural(count, { one: 'Pause # story?', other: 'Pause # stories?' }),
    askAll: t`Pause all that match?`,
    act: (count) => plural(count, { one: 'Pause # story', other: 'Pause # stories' }),
    doing: (count) => plural(count, { one: 'Pausing # story', other: 'Pausing # stories' }),
    done: (count) => plural(count, { one: '# story paused', other: '# stories paused' }),
    notDone: (count) => plural(count, { one: '# story not paused', other: '# stories not paused' }),
    noneDone: t`None was paused.`,
    failed: t`The stories were not paused`,
    effect: (count) =>
      count === 1
        ? t`Nothing more is ordered for it. A batch that is being drawn is finished, paid for and kept.`
        : t`Nothing more is ordered for them. Batches that are being drawn are finished, paid for and kept.`,
    askOne: t`Pause this story?`,
    actOne: t`Pause story`,
  }),
  resume: () => ({
    verb: t`Resume`,
    ask: (count) => plural(count, { one: 'Resume # story?', other: 'Resume # stories?' }),
    askAll: t`Resume all that match?`,
    act: (count) => plural(count, { one: 'Resume # story', other: 'Resume # stories' }),
    doing: (count) => plural(count, { one: 'Resuming # story', other: 'Resuming # stories' }),
    done: (count) => plural(count, { one: '# story resumed', other: '# stories resumed' }),
    notDone: (count) => plural(count, { one: '# story not resumed', other: '# stories not resumed' }),
    noneDone: t`None was resumed.`,
    failed: t`The stories were not resumed`,
    effect: (count) =>
      count === 1
        ? t`It continues exactly where it stopped; nothing is drawn twice.`
        : t`They continue exactly where they stopped; nothing is drawn twice.`,
    askOne: t`Resume this story?`,
    actOne: t`Resume story`,
  }),
  retry: () => ({
    verb: t`Retry`,
    ask: (count) => plural(count, { one: 'Retry # story?', other: 'Retry # stories?' }),
    askAll: t`Retry all that match?`,
    act: (count) => plural(count, { one: 'Retry # story', other: 'Retry # stories' }),
    doing: (count) => plural(count, { one: 'Retrying # story', other: 'Retrying # stories' }),
    done: (count) => plural(count, { one: '# story retried', other: '# stories retried' }),
    notDone: (count) => plural(count, { one: '# story not retried', other: '# stories not retried' }),
    noneDone: t`None was retried.`,
    failed: t`The stories were not retried`,
    effect: (count) =>
      count === 1
        ? t`It continues exactly where it stopped: failed batches get new attempts, drawn panels are kept.`
        : t`They continue exactly where they stopped: failed batches get new attempts, drawn panels are kept.`,
    askOne: t`Retry this story?`,
    actOne: t`Retry story`,
  }),
  cancel: () => ({
    verb: t`Cancel`,
    ask: (count) => plural(count, { one: 'Cancel # story?', other: 'Cancel # stories?' }),
    askAll: t`Cancel all that match?`,
    act: (count) => plural(count, { one: 'Cancel # story', other: 'Cancel # stories' }),
    doing: (count) => plural(count, { one: 'Cancelling # story', other: 'Cancelling # stories' }),
    done: (count) => plural(count, { one: '# story cancelled', other: '# stories cancelled' }),
    notDone: (count) => plural(count, { one: '# story not cancelled', other: '# stories not cancelled' }),
    noneDone: t`None was cancelled.`,
    failed: t`The stories were not cancelled`,
    effect: (count) =>
      count === 1
        ? t`Drawn panels and their cost stay; the rest is never drawn. A cancelled story cannot be resumed.`
        : t`Drawn panels and their cost stay; the rest is never drawn. Cancelled stories cannot be resumed.`,
    askOne: t`Cancel this story?`,
    actOne: t`Cancel story`,
  }),
  delete: () => ({
    verb: t`Delete`,
    ask: (count) => plural(count, { one: 'Delete # story?', other: 'Delete # stories?' }),
    askAll: t`Delete all that match?`,
    act: (count) => plural(count, { one: 'Delete # story', other: 'Delete # stories' }),
    doing: (count) => plural(count, { one: 'Deleting # story', other: 'Deleting # stories' }),
    done: (count) => plural(count, { one: '# story deleted', other: '# stories deleted' }),
    notDone: (count) => plural(count, { one: '# story not deleted', other: '# stories not deleted' }),
    noneDone: t`None was deleted.`,
    failed: t`The stories were not deleted`,
    effect: (count) =>
      count === 1
        ? t`It is deleted permanently, with its pictures and books. Its cost stays in the totals.`
        : t`They are deleted permanently, with their pictures and books. Their cost stays in the totals.`,
    askOne: t`Delete this story?`,
    actOne: t`Delete story`,
  }),
};

/** An action in words. */
export const bulkWords = (verb: BulkVerb): BulkWords => words[verb]();

/** The stories an action applies to: `resume` to those that were paused, `retry` to those that stopped with `needs_attention`. */
export const storiesFor = (verb: BulkVerb, stories: readonly StoryView[]): StoryView[] =>
  stories.filter((story) => {
    if (verb === 'resume') return story.status === 'paused' && canRun('resume', story);
    if (verb === 'retry') return story.status === 'needs_attention' && canRun('resume', story);
    return canRun(verb, story);
  });

/** `1 story`, `12 stories`. */
export const countStories = (count: number): string => plural(count, { one: '# story', other: '# stories' });

/** What pausing may still cost, and what continuing may cost according to the estimates; null for deleting. */
export function costWords(verb: BulkVerb, { expectedUsd, heldUsd }: BulkResult['cost']): string | null {
  if (verb === 'delete') return null;
  const amount = formatUsd(heldUsd);
  const held = heldUsd > 0 ? t`Up to ${amount} is held for what is being drawn.` : null;
  const expected = formatUsd(expectedUsd);
  if (verb === 'pause') return held;
  if (verb === 'cancel')
    return [held, expectedUsd < least ? null : t`About ${expected} is not spent then.`]
      .filter((sentence) => sentence !== null)
      .join(' ');
  return expectedUsd < least
    ? t`According to the estimate, nothing more is to be paid.`
    : t`According to the estimate, about ${expected} more is to be paid.`;
}

/** Less is nothing. */
const least = 0.000_05;

/** How many of the selected stories are not affected, and why; null if all are. */
export function leftOutWords(verb: BulkVerb, chosen: number, applying: number): string | null {
  const left = chosen - applying;
  if (left === 0) return null;
  const why = whyLeftOut(verb);
  return plural(left, {
    one: `# selected story is not affected: ${why}.`,
    other: `# selected stories are not affected: ${why}.`,
  });
}

function whyLeftOut(verb: BulkVerb): string {
  if (verb === 'resume') return t`only paused stories can be resumed`;
  if (verb === 'retry')
    return t`only stories that need attention can be retried, and those that wait for approval must be reviewed`;
  return coreMessage(`command.${verb}.possible`) ?? whenPossible(verb);
}
