import { plural, t } from '@lingui/core/macro';
import type { StoryView } from '@nextpanel/core';
import { describeCode } from '../../language/code-words.ts';
import { formatUsd } from '../../parts/format-usd.ts';

/** What a story is waiting for and where it stands in line, in a few words; null if it is not. The story's own page gives the full reason. */
export function waitingWords({ waitingOn, failures, cost, line }: WaitingStory): string | null {
  const place = line === undefined ? '' : placeWords(line);
  if (waitingOn === null) return line === undefined ? null : t`in line: ${place}`;
  if (waitingOn === 'budget' && cost.budgetUsd !== null) {
    const budget = formatUsd(cost.budgetUsd);
    return t`budget of ${budget} reached`;
  }
  const what = whereWords(
    describeCode(waitingOn).brief,
    failures.flatMap(({ panel }) => panel ?? []),
  );
  return line === undefined ? what : `${what}: ${place}`;
}

function whereWords(what: string, panels: readonly number[]): string {
  const [panel] = panels;
  if (panel === undefined) return what;
  if (panels.length === 1) return t`${what} at panel ${panel}`;
  return plural(panels.length, { one: `${what} at # panel`, other: `${what} at # panels` });
}

type WaitingStory = Pick<StoryView, 'waitingOn' | 'failures' | 'cost' | 'line'>;

/** `next of 5`, `place 3 of 5`. */
export function placeWords({ place, waiting }: NonNullable<StoryView['line']>): string {
  if (place === 1) return waiting > 1 ? t`next of ${waiting}` : t`next`;
  const all = Math.max(place, waiting);
  return t`place ${place} of ${all}`;
}
