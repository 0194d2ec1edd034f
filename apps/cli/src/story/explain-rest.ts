import type { StoryView } from '@nextpanel/core';
import { nextpanelCommand } from '../io.ts';
import { plainText } from '../terminal/plain-text.ts';
import type { Rest } from './watch-story.ts';

/**
 * Why a story does not go on by itself and what a person can do about it, line by line. `again` is what makes it go on
 * from where it was, for example the command to type.
 */
export function explainRest({ story, pausedProvider }: Rest, again: string): string[] {
  if (pausedProvider?.paused) {
    return [
      `The provider "${pausedProvider.id}" is paused: ${plainText(pausedProvider.paused.reason)}`,
      `Mend that (a key, a quota), let it go on with POST /v1/providers/${pausedProvider.id}/resume, then ${again}.`,
    ];
  }
  switch (story.status) {
    case 'needs_attention':
      return explainAttention(story, again);
    case 'paused':
      return [`The story is paused. To go on, ${again}.`];
    case 'cancelled':
      return [
        'The story is cancelled. What was drawn is kept and recalled for free by a new story with the same panels.',
      ];
    default:
      return [];
  }
}

function explainAttention(story: StoryView, again: string): string[] {
  const { batches, panels } = story.progress;
  if (story.waitingOn === 'approval') {
    return [
      `The story waits for your approval: ${batches.drawn} of ${batches.total} batches are drawn (${panels.drawn}/${panels.total} panels).`,
      `Look at them and approve: npm start, then ${nextpanelCommand} download ${story.id}`,
      `and ${nextpanelCommand} approve ${story.id}`,
    ];
  }
  const failures = story.failures.map(
    ({ panel, code, detail }) =>
      `  ${panel === null ? 'the batch' : `panel ${panel}`}: ${plainText(code)}: ${plainText(detail)}`,
  );
  const advice =
    story.waitingOn === 'budget'
      ? `Raise budget.maxUsd in the story file and submit it again; pictures that are drawn are recalled, not paid again.`
      : `Change what is named above in the story file and submit it again (pictures that are drawn are recalled, not paid again), or, when the cause is gone, ${again}.`;
  return [`The story waits for a person: ${plainText(story.waitingOn ?? 'unknown')}`, ...failures, advice];
}
