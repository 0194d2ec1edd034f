import type { ProviderStats } from '@nextpanel/core';
import type { Range } from './ranges.ts';

type Minute = ProviderStats['items'][number];

/** Several minutes as one point of a chart. */
export interface Span extends Omit<Minute, 'at'> {
  /** Its beginning, ms since the epoch. */
  readonly at: number;
}

/** What a chart of one provider shows. */
export interface ProviderSpans {
  readonly provider: string;
  readonly spans: readonly Span[];
  readonly range: Range;
}

const minuteMs = 60_000;

/**
 * Consecutive spans that end now, oldest first. Counts are summed. The median is the mean of the minutes' medians,
 * weighted by their requests; the 95th percentile is the highest of theirs. Neither can be computed exactly from minutes.
 *
 * @param minutes in any order; older ones than the row are left out
 * @param range how far back, in minutes
 * @param step minutes in a span
 * @param now ms since the epoch by the clock of the server; known to about a second, so a minute that lies ahead moves the end
 */
export function mergeMinutes(minutes: readonly Minute[], range: number, step: number, now: number): Span[] {
  const stepMs = step * minuteMs;
  const latest = Math.max(now, ...minutes.map(({ at }) => Date.parse(at)));
  const count = Math.ceil(range / step);
  const first = Math.floor(latest / stepMs) - count + 1;
  // In one pass: a day has 1,440 minutes, and this runs for every provider every few seconds.
  const within = Map.groupBy(minutes, ({ at }) => Math.floor(Date.parse(at) / stepMs));
  return Array.from({ length: count }, (_, index) => ({
    at: (first + index) * stepMs,
    ...merge(within.get(first + index) ?? []),
  }));
}

/** Sums over several spans, as `mergeMinutes` makes them of minutes. */
export const sumSpans = (spans: readonly Span[]): Omit<Minute, 'at'> => merge(spans);

function merge(minutes: readonly Omit<Minute, 'at'>[]): Omit<Minute, 'at'> {
  const sum = (of: (minute: Omit<Minute, 'at'>) => number) => minutes.reduce((total, minute) => total + of(minute), 0);
  const timed = minutes.filter(({ p50Ms }) => p50Ms !== null);
  // Failed requests have no duration.
  const weight = ({ requests, failed }: Omit<Minute, 'at'>) => Math.max(requests - failed, 1);
  const weights = timed.reduce((total, minute) => total + weight(minute), 0);
  return {
    requests: sum(({ requests }) => requests),
    images: sum(({ images }) => images),
    failed: sum(({ failed }) => failed),
    p50Ms: timed.length === 0 ? null : timed.reduce((total, it) => total + (it.p50Ms ?? 0) * weight(it), 0) / weights,
    p95Ms: timed.length === 0 ? null : Math.max(...timed.map(({ p95Ms }) => p95Ms ?? 0)),
  };
}
