import { expect, test } from 'vitest';
import { formatPrice, formatUsd } from '../../src/parts/format-usd.ts';

test.each([
  [0, '$0.00'],
  [0.5, '$0.50'],
  [0.0211, '$0.02'],
  [0.0042, '$0.0042'],
  [1.239, '$1.24'],
  [1_234.5, '$1,234.50'],
])('%d is %s', (usd, text) => {
  expect(formatUsd(usd)).toBe(text);
});

test('the price of a single request has a hundredth of a cent, so that columns stand in line', () => {
  expect([0.0211, 1.2].map(formatPrice)).toEqual(['$0.0211', '$1.2000']);
});
