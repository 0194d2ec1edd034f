import { expect, test } from 'vitest';
import { formatUsd } from '../../src/parts/format-usd.ts';

test.each([
  [0, '$0.00'],
  [0.5, '$0.50'],
  [0.0042, '$0.0042'],
  [1.239, '$1.24'],
  [1_234.5, '$1,234.50'],
])('%d is %s', (usd, text) => {
  expect(formatUsd(usd)).toBe(text);
});
