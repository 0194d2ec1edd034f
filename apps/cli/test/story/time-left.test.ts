import { expect, test } from 'vitest';
import { timeLeft } from '../../src/story/time-left.ts';

test.each([
  [10_000, 1, 20, null],
  [10_000, 5, 0, null],
  [10_000, 5, 7, 'about 15 s left'],
  [200, 10, 2, 'about 5 s left'],
  [60_000, 8, 8, 'about 1 min left'],
  [40 * 60_000, 8, 12, 'about 60 min left'],
  [60 * 60_000, 8, 32, 'about 4 h left'],
])('after %i ms for %i panels, %i more take %j', (elapsed, drawn, left, words) => {
  expect(timeLeft(elapsed, drawn, left)).toBe(words);
});
