import { expect, test } from 'vitest';
import { countAsked } from '../../../src/openai/responses/count-asked.ts';

test.each([
  ['Draw 8 panels of an illustrated story as 8 separate images: call the image tool 8 times.', 8],
  ['eight separate images, no composite', 8],
  ['Three individual comic panels', 3],
  ['A row of eight hares', 1],
  ['99 separate images', 32],
])('%s', (prompt, count) => {
  expect(countAsked(prompt)).toBe(count);
});
