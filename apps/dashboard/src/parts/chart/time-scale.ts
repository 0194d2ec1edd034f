const [minute, hour, day, year] = [60, 3_600, 86_400, 31_536_000];

/** Distances of two labels of a time scale, in seconds, as people count time. */
const increments = [
  1,
  5,
  10,
  15,
  30,
  ...[1, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 4, 6, 8, 12].map((count) => count * hour),
  ...[1, 2, 3, 4, 5, 7, 10, 15].map((count) => count * day),
  // From thirty days on the chart library counts months, and years from 365.
  ...[30, 60, 90, 120, 180].map((count) => count * day),
  ...[1, 2, 5, 10].map((count) => count * year),
];

/** The distances that may be chosen: labels closer than a span is long would name the same span twice. */
export const timeIncrements = (stepMs: number): number[] => increments.filter((seconds) => seconds * 1_000 >= stepMs);

/**
 * From where to where a time scale goes, in seconds: each span with half of it on either side of its beginning. The chart library itself
 * would give a single span almost three years.
 */
export function timeRange({
  times,
  stepMs,
}: {
  readonly times: readonly number[];
  readonly stepMs: number;
}): [from: number, to: number] {
  const first = times[0] ?? 0;
  const last = times.at(-1) ?? first;
  return [(first - stepMs / 2) / 1_000, (last + stepMs / 2) / 1_000];
}
