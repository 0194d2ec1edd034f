import type { StoryView } from '@nextpanel/core';
import { nextpanelCommand } from '../io.ts';
import { plainText } from '../terminal/plain-text.ts';
import { dollars } from './describe-story.ts';
import type { Rest } from './watch-story.ts';

/** Codes that say that a panel's words are what a vendor refuses. */
const refusals: readonly string[] = ['moderation_blocked', 'invalid_request', 'prompt_too_long'];

/**
 * Why a story does not go on by itself and what a person can do about it, line by line. `again` is what makes it go on
 * from where it was, for example the command to type; `served` is whether a server runs that can be asked for changes.
 */
export function explainRest({ story, pausedProvider }: Rest, again: string, served = true): string[] {
  const type = served ? nextpanelCommand : `npm start, and elsewhere: ${nextpanelCommand}`;
  if (pausedProvider?.paused) {
    return [
      `The provider "${pausedProvider.id}" is paused: ${plainText(pausedProvider.paused.reason)}`,
      `Mend that (a key, a quota), let it go on with ${type} providers --resume ${pausedProvider.id}, then ${again}`,
    ];
  }
  switch (story.status) {
    case 'needs_attention':
      return explainAttention(story, again, type);
    case 'paused':
      return [`The story is paused. To go on, ${again}`];
    case 'cancelled':
      return [
        'The story is cancelled. What was drawn is kept and recalled for free by a new story with the same panels.',
      ];
    default:
      return [];
  }
}

function explainAttention(story: StoryView, again: string, type: string): string[] {
  const { batches, panels } = story.progress;
  if (story.waitingOn === 'approval') {
    return [
      `The story waits for your approval: ${batches.drawn} of ${batches.total} batches are drawn (${panels.drawn}/${panels.total} panels).`,
      `Look at them: ${type} download ${story.id}`,
      `Approve them: ${nextpanelCommand} approve ${story.id}`,
      `Or change one first: ${nextpanelCommand} edit ${story.id} N --prompt "…", or retake ${story.id} N`,
    ];
  }
  const failures = story.failures.map(
    ({ panel, code, detail }) =>
      `  ${panel === null ? 'the batch' : `panel ${panel}`}: ${plainText(code)}: ${plainText(detail)}`,
  );
  const reason = plainText(story.waitingOn ?? 'unknown');
  return [`The story waits for a person: ${reason}`, ...failures, ...adviceFor(story, again, type)];
}

function adviceFor({ id, waitingOn, failures, cost }: StoryView, again: string, type: string): string[] {
  if (waitingOn === 'budget') {
    const limit = cost.budgetUsd === null ? '' : ` (now ${dollars(cost.budgetUsd)}, spent ${dollars(cost.spentUsd)})`;
    return [`Raise its budget${limit}: ${type} amend ${id} --budget USD`, `then ${again}`];
  }
  if (waitingOn === 'unknown_outcome') {
    return [
      'A request was cut off, and whether it was paid nobody can tell here; the account at the vendor may.',
      `To have it ordered once more, ${again}`,
    ];
  }
  const panels = failures.flatMap(({ panel, code }) => (panel !== null && refusals.includes(code) ? [panel] : []));
  const [first] = panels;
  if (first !== undefined) {
    const others = panels.length === 1 ? '' : ' (and so the others)';
    return [
      `Word it otherwise${others}; the story goes on by that: ${type} edit ${id} ${first} --prompt "…"`,
      `Or give a picture of your own: ${nextpanelCommand} takes ${id} ${first} --upload FILE`,
    ];
  }
  return [
    `When the cause is gone, ${again}`,
    `Or change what is named above: ${type} edit ${id} N --prompt "…", or amend ${id} --model …`,
  ];
}
