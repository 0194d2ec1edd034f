import { expect, test } from 'vitest';
import { readStoriesSearch } from '../../../src/pages/stories/stories-search.ts';

test('what the address says is read, defaults are left out', () => {
  expect(readStoriesSearch({ q: ' hare ', status: 'paused', sort: 'updated' })).toEqual({
    q: 'hare',
    status: 'paused',
    sort: 'updated',
  });
  expect(readStoriesSearch({ sort: '-created', q: '' })).toEqual({});
});

test('a number is words, too', () => {
  expect(readStoriesSearch({ q: 12 })).toEqual({ q: '12' });
});

test('what makes no sense is as if it were not there', () => {
  expect(readStoriesSearch({ q: ['a'], status: 'gone', sort: 'toString' })).toEqual({});
  expect(readStoriesSearch({ q: 'x'.repeat(500) }).q).toHaveLength(200);
});
