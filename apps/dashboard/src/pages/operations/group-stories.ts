import type { StoryView } from '@nextpanel/core';

/** Stories that need attention for the same reason. */
export interface ReasonGroup {
  readonly code: string;
  readonly stories: readonly StoryView[];
}

/** By reason, largest group first. Stories that continued meanwhile are left out. */
export function groupStories(stories: readonly StoryView[]): ReasonGroup[] {
  const waiting = stories.filter(({ status }) => status === 'needs_attention');
  return Object.entries(
    Object.groupBy(waiting, ({ waitingOn, failures: [first] }) => waitingOn ?? first?.code ?? 'unexpected'),
  )
    .map(([code, group = []]) => ({ code, stories: group }))
    .sort((a, b) => b.stories.length - a.stories.length || a.code.localeCompare(b.code));
}

/** What drawing the rest may cost in dollars, by the estimates made when the stories were submitted. */
export const restUsd = (stories: readonly StoryView[]): number =>
  stories.reduce((sum, { cost }) => sum + Math.max(cost.estimateUsd - cost.spentUsd - cost.possiblyUsd, 0), 0);
