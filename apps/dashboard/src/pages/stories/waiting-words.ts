import type { StoryView } from '@nextpanel/core';
import { describeCode } from '@nextpanel/core/errors';
import { formatUsd } from '../../parts/format-usd.ts';

/** What a story is waiting for, in a few words; null if it is not. The story's own page gives the full reason. */
export function waitingWords({ waitingOn, failures, cost }: StoryView): string | null {
  if (waitingOn === null) return null;
  if (waitingOn === 'budget' && cost.budgetUsd !== null) return `budget of ${formatUsd(cost.budgetUsd)} reached`;
  const panels = failures.flatMap(({ panel }) => panel ?? []);
  const where =
    panels.length === 0 ? '' : panels.length === 1 ? ` at panel ${panels[0]}` : ` at ${panels.length} panels`;
  return `${describeCode(waitingOn).brief}${where}`;
}
