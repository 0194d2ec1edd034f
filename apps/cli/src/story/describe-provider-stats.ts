import type { ProviderStats } from '@nextpanel/core';
import { formatTable } from '../terminal/format-table.ts';
import { localTime, seconds } from './describe-story.ts';

/** The requests of a provider as a table, a row for each minute in which some ended. */
export function describeProviderStats({ items }: ProviderStats): string {
  const rows = items.map(({ at, requests, images, failed, p50Ms, p95Ms }) => [
    localTime(at),
    `${requests}`,
    `${images}`,
    `${failed}`,
    seconds(p50Ms),
    seconds(p95Ms),
  ]);
  return formatTable([['MINUTE', 'REQUESTS', 'IMAGES', 'FAILED', 'P50', 'P95'], ...rows]);
}
