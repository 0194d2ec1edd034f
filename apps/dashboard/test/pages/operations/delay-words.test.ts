import { expect, test } from 'vitest';
import { delayWords } from '../../../src/pages/operations/delay-words.ts';

const until = new Date(2026, 10, 22, 14, 3, 27).toISOString();

test.each([
  [{ reason: 'rate_limited', until }, 'rate limit until 14:03:27'],
  [{ reason: 'rate_limited', until: null }, 'rate limit; continues in a moment'],
  [{ reason: 'provider_paused', until }, 'the provider is paused; continues when it is resumed'],
  [{ reason: 'disk_full', until }, 'the disk is full; continues when there is space, checks again at 14:03:27'],
  [{ reason: 'moon_phase', until: null }, 'The reason is “moon phase”.'],
])('%o', (story, words) => {
  expect(delayWords(story)).toBe(words);
});
