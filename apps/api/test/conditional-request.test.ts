import { expect, test } from 'vitest';
import { matchesEtag, readRange } from '../src/conditional-request.ts';

test.each([
  [undefined, false],
  ['"a"', true],
  ['W/"a"', true],
  ['"b", W/"a"', true],
  ['*', true],
  ['"b"', false],
  ['a', false],
])('If-None-Match %s against "a": %s', (header, matches) => {
  expect(matchesEtag(header, '"a"')).toBe(matches);
});

test.each([
  [undefined, undefined],
  ['bytes=0-0', { first: 0, last: 0 }],
  ['bytes=2-', { first: 2, last: 9 }],
  ['bytes=2-99', { first: 2, last: 9 }],
  ['bytes=-3', { first: 7, last: 9 }],
  ['bytes=-99', { first: 0, last: 9 }],
  ['bytes=10-', 'outside'],
  ['bytes=-0', 'outside'],
  ['bytes=5-2', undefined],
  ['bytes=-', undefined],
  ['bytes=0-1,3-4', undefined],
  ['lines=0-1', undefined],
])('Range %s of 10 bytes', (range, expected) => {
  expect(readRange(range === undefined ? {} : { range }, '"a"', 10)).toEqual(expected);
});

test('a range of nothing lies outside', () => {
  expect(readRange({ range: 'bytes=0-' }, '"a"', 0)).toBe('outside');
});

test('If-Range with another tag asks for everything', () => {
  expect(readRange({ range: 'bytes=0-1', 'if-range': '"b"' }, '"a"', 10)).toBeUndefined();
  expect(readRange({ range: 'bytes=0-1', 'if-range': '"a"' }, '"a"', 10)).toEqual({ first: 0, last: 1 });
});
