import type { BatchView } from '@nextpanel/core';
import { formatTable } from '../terminal/format-table.ts';
import { dollars } from './describe-story.ts';

/** Longer chains are summarised as runs of batches in the same state. */
const toldSingly = 20;

/** The batches of a story as a table. */
export function describeBatches(batches: readonly BatchView[]): string {
  const stretches = batches.length > toldSingly ? stretchesOf(batches) : batches.map((batch) => [batch]);
  const rows = stretches.map((stretch) => {
    const [first, last] = [stretch[0] as BatchView, stretch.at(-1) as BatchView];
    const costUsd = stretch.reduce((sum, batch) => sum + batch.costUsd, 0);
    return [
      range(first.number, last.number),
      `${first.status}${first.stale ? ', stale' : ''}`,
      range(first.panels[0], last.panels[1]),
      `${stretch.reduce((sum, batch) => sum + batch.attempts, 0)}`,
      dollars(costUsd),
    ];
  });
  return formatTable([['BATCH', 'STATUS', 'PANELS', 'ATTEMPTS', 'COST'], ...rows]);
}

function stretchesOf(batches: readonly BatchView[]): BatchView[][] {
  const stretches: BatchView[][] = [];
  for (const batch of batches) {
    const before = stretches.at(-1)?.at(-1);
    if (before?.status === batch.status && before.stale === batch.stale) stretches.at(-1)?.push(batch);
    else stretches.push([batch]);
  }
  return stretches;
}

const range = (first: number, last: number): string => (first === last ? `${first}` : `${first}–${last}`);
