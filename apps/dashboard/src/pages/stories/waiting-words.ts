import type { StoryView } from '@nextpanel/core';
import { formatUsd } from '../../parts/format-usd.ts';

const words: Readonly<Record<string, string>> = {
  approval: 'waits for your approval',
  rate_limited: 'waits: the provider asked for patience',
  provider_paused: 'waits: its provider is paused',
  disk_full: 'waits: the disk is full',
  unknown_outcome: 'a request ended unknown',
  moderation_blocked: 'refused by the provider’s moderation',
  content_filter: 'refused by the provider’s filter',
};

/** What a story waits for, in a few words; null when for nothing. The story's own page has the whole reason. */
export function waitingWords({ waitingOn, failures, cost }: StoryView): string | null {
  if (waitingOn === null) return null;
  if (waitingOn === 'budget') {
    return cost.budgetUsd === null ? 'its budget is used up' : `its budget of ${formatUsd(cost.budgetUsd)} is used up`;
  }
  const known = words[waitingOn];
  const panels = failures.flatMap(({ panel }) => panel ?? []);
  const where =
    panels.length === 0 ? '' : panels.length === 1 ? ` at panel ${panels[0]}` : ` at ${panels.length} panels`;
  return `${known ?? waitingOn.replaceAll('_', ' ')}${where}`;
}
