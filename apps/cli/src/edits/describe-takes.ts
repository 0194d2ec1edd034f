import type { TakeView } from '@nextpanel/core';
import { dollars, localTime } from '../story/describe-story.ts';
import { formatTable } from '../terminal/format-table.ts';
import { plainText } from '../terminal/plain-text.ts';

/** The takes of a panel as a table; the selected one is marked. */
export function describeTakes(takes: readonly TakeView[]): string {
  const rows = takes.map(({ number, selected, removed, source, frame, at, costUsd, provider, model }) => [
    `${number}${selected ? ' *' : ''}`,
    removed ? `${source}, removed` : source,
    `${frame.width}x${frame.height}`,
    at === null ? '–' : localTime(at),
    costUsd === null ? '–' : dollars(costUsd),
    provider === null ? '–' : plainText(`${provider} ${model}`),
  ]);
  return formatTable([['TAKE', 'SOURCE', 'SIZE', 'WHEN', 'COST', 'DRAWN BY'], ...rows]);
}
