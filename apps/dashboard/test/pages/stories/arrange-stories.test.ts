import type { StoryView } from '@nextpanel/core';
import { expect, test } from 'vitest';
import { arrangeStories } from '../../../src/pages/stories/arrange-stories.ts';

const story = (id: string, created: number, updated: number, status: StoryView['status'] = 'drawing') =>
  ({
    id,
    status,
    createdAt: new Date(created).toISOString(),
    updatedAt: new Date(updated).toISOString(),
  }) as StoryView;
const stories = [story('c', 3, 3), story('b', 2, 9, 'paused'), story('a', 2, 1)];
const ids = (list: readonly StoryView[]) => list.map(({ id }) => id).join('');

test.each([
  ['-created', 'cba'],
  ['created', 'abc'],
  ['-updated', 'bca'],
  ['updated', 'acb'],
] as const)('%s is %s', (sort, order) => {
  expect(ids(arrangeStories(stories, { status: undefined, sort }))).toBe(order);
});

test('a story whose status no longer matches is gone; one that is on two pages is shown once, in its later version', () => {
  expect(ids(arrangeStories(stories, { status: 'paused', sort: '-created' }))).toBe('b');
  const twice = arrangeStories([...stories, story('c', 3, 10)], { status: undefined, sort: '-updated' });
  expect(ids(twice)).toBe('cba');
});
