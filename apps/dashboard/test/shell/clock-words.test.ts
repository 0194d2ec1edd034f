import { expect, test } from 'vitest';
import { clockWords } from '../../src/shell/clock-words.ts';

test.each([0, 60_000, -60_000])('an offset of %i ms is not mentioned', (offset) => {
  expect(clockWords(offset)).toBeNull();
});

test.each([
  [-61_000, 'about 1 minute ahead of the server’s'],
  [-70 * 60_000, 'about 70 minutes ahead of the server’s'],
  [119 * 60_000, 'about 119 minutes behind the server’s'],
  [150 * 60_000, 'about 3 hours behind the server’s'],
  [-3 * 86_400_000, 'about 3 days ahead of the server’s'],
])('%i ms: %s', (offset, words) => {
  expect(clockWords(offset)).toContain(words);
});
