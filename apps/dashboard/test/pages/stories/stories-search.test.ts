import { expect, test } from 'vitest';
import { readStoriesSearch } from '../../../src/pages/stories/stories-search.ts';

test('the URL is read; defaults are left out', () => {
  expect(readStoriesSearch({ q: ' hare ', status: 'paused', sort: 'updated', view: 'board' })).toEqual({
    q: 'hare',
    status: 'paused',
    sort: 'updated',
    view: 'board',
  });
  expect(readStoriesSearch({ sort: '-created', q: '' })).toEqual({});
});

test('a number is a valid search', () => {
  expect(readStoriesSearch({ q: 12 })).toEqual({ q: '12' });
});

test('invalid values are ignored', () => {
  expect(readStoriesSearch({ q: ['a'], status: 'gone', sort: 'toString', view: 'list' })).toEqual({});
  expect(readStoriesSearch({ q: 'x'.repeat(500) }).q).toHaveLength(200);
});
