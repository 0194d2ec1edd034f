import { expect, test } from 'vitest';
import { isBare } from '../words-rule.ts';

test.each([
  ['Save', true, true],
  ['2 panels', true, true],
  ['not drawn yet', true, true],
  ['→', true, false],
  ['nextpanel', true, false],
  ['The story continues when you resume it.', false, true],
  ['already drawn and kept.', false, true],
  ['flex items-center gap-2', false, false],
  ['/stories/$id', false, false],
  ['needs_attention', false, false],
])('%s, read: %s, is bare: %s', (words, isRead, bare) => {
  expect(isBare(words, isRead)).toBe(bare);
});
