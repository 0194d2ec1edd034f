import type { StoryView } from '@nextpanel/core';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { beforeEach, expect, test } from 'vitest';
import { keys, type StoriesFilter } from '../../src/data/keys.ts';
import { listsLacking, mayBeShown, putStory } from '../../src/data/put-story.ts';

const story = (id: string, created: number, more: Partial<StoryView> = {}) =>
  ({
    id,
    title: `The hare ${id}`,
    status: 'drawing',
    createdAt: new Date(created).toISOString(),
    updatedAt: new Date(created).toISOString(),
    ...more,
  }) as StoryView;

let queries: QueryClient;
beforeEach(() => {
  queries = new QueryClient();
});

/** A visible list. */
function show(filter: StoriesFilter, items: StoryView[], nextCursor: string | null = null) {
  const queryKey = keys.storyList(filter);
  queries.setQueryData(queryKey, { pages: [{ items, nextCursor }], pageParams: [undefined] });
  new QueryObserver(queries, { queryKey, queryFn: () => null, staleTime: Number.POSITIVE_INFINITY }).subscribe(
    () => {},
  );
  return queryKey;
}

test('a story that now matches is missing from the list it belongs to, and from no other', () => {
  const paused = show({ status: 'paused' }, []);
  show({ status: 'completed' }, []);
  show({}, [story('a', 1)]);
  expect(listsLacking(queries, story('a', 1, { status: 'paused' }))).toEqual([paused]);
});

test('search matches title and id, in any case', () => {
  const hares = show({ query: 'HARE' }, []);
  show({ query: 'owl' }, []);
  const byId = show({ query: 'b7' }, []);
  expect(listsLacking(queries, story('xb7', 1))).toEqual([hares, byId]);
});

test('a story beyond the loaded pages is not missing, one before their end is', () => {
  const newest = show({}, [story('c', 5)], 'more');
  const oldest = show({ sort: 'created' }, [story('a', 2)], 'more');
  expect(listsLacking(queries, story('d', 9))).toEqual([newest]);
  expect(listsLacking(queries, story('d', 1))).toEqual([oldest]);
});

test('without a visible list only the open story is loaded', () => {
  expect(mayBeShown(queries, 'a')).toBe(false);
  queries.setQueryData(keys.storyView('a'), story('a', 1));
  expect(mayBeShown(queries, 'a')).toBe(true);
  putStory(queries, story('a', 1, { title: 'Another' }));
  expect(queries.getQueryData<StoryView>(keys.storyView('a'))?.title).toBe('Another');
});
