import type { StoryView } from '@nextpanel/core';
import { describeCode } from '@nextpanel/core/errors';
import { formatUsd } from '../../parts/format-usd.ts';

/** What a story is waiting for and where it stands in line, in a few words; null if it is not. The story's own page gives the full reason. */
export function waitingWords({ waitingOn, failures, cost, line }: WaitingStory): string | null {
  if (waitingOn === null) return line === undefined ? null : `in line: ${placeWords(line)}`;
  if (waitingOn === 'budget' && cost.budgetUsd !== null) return `budget of ${formatUsd(cost.budgetUsd)} reached`;
  const panels = failures.flatMap(({ panel }) => panel ?? []);
  const where =
    panels.length === 0 ? '' : panels.length === 1 ? ` at panel ${panels[0]}` : ` at ${panels.length} panels`;
  return `${describeCode(waitingOn).brief}${where}${line === undefined ? '' : `: ${placeWords(line)}`}`;
}

type WaitingStory = Pick<StoryView, 'waitingOn' | 'failures' | 'cost' | 'line'>;

/** `next of 5`, `place 3 of 5`. */
export const placeWords = ({ place, waiting }: NonNullable<StoryView['line']>): string =>
  place === 1 ? (waiting > 1 ? `next of ${waiting}` : 'next') : `place ${place} of ${Math.max(place, waiting)}`;
