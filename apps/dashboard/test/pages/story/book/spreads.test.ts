import { expect, test } from 'vitest';
import { spreadsOf, turnOf } from '../../../../src/pages/story/book/spreads.ts';

test('the first sheet is alone, then they are in pairs', () => {
  expect(spreadsOf(4, true)).toEqual([[1], [2, 3], [4]]);
  expect(spreadsOf(2, false)).toEqual([[1], [2]]);
  expect(spreadsOf(0, true)).toEqual([]);
});

test('turning follows the reading direction', () => {
  expect(turnOf('ArrowRight', 'ltr')).toBe(1);
  expect(turnOf('ArrowLeft', 'ltr')).toBe(-1);
  expect(turnOf('ArrowRight', 'rtl')).toBe(-1);
  expect(turnOf('ArrowLeft', 'rtl')).toBe(1);
});

test.for(['PageDown', 'PageUp', 'ArrowDown', ' '])('%s is left to the browser for scrolling', (key) => {
  expect(turnOf(key, 'ltr')).toBe(0);
});
