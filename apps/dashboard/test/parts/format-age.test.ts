import { expect, test } from 'vitest';
import { formatAge, formatDuration } from '../../src/parts/format-age.ts';

test.each([
  [0, 'just now'],
  [9_999, 'just now'],
  [40_000, '40 seconds ago'],
  [60_000, '1 minute ago'],
  [3_599_999, '59 minutes ago'],
  [7_200_000, '2 hours ago'],
  [86_400_000, 'yesterday'],
  [400 * 86_400_000, '400 days ago'],
])('%i ms is %s', (ms, words) => {
  expect(formatAge(ms)).toBe(words);
});

test.each([
  [850, '850 ms'],
  [12_340, '12.3 s'],
  [245_000, '4 min 5 s'],
  [7_380_000, '2 h 3 min'],
])('%i ms lasts %s', (ms, words) => {
  expect(formatDuration(ms)).toBe(words);
});
