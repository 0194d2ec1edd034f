import type { StoryView } from '@nextpanel/core';
import { useMemo } from 'react';
import { useStories, useWaitingStories } from '../../data/story-queries.ts';
import { arrangeStories } from './arrange-stories.ts';
import { defaultSort, type StoriesSearch } from './stories-search.ts';

/** Stories fetched at once: some screens full, and half of what the server gives at most. */
const pageSize = 100;

/** Places in line change with what other stories do, so they are read again while a waiting story is shown. */
function usePlaces(stories: readonly StoryView[] | undefined): readonly StoryView[] | undefined {
  const { data } = useWaitingStories(stories?.some(({ status }) => status === 'queued') === true);
  return useMemo(() => {
    if (stories === undefined || data === undefined) return stories;
    const places = new Map(data.items.map(({ id, line }) => [id, line]));
    return stories.map((story) => {
      if (story.status !== 'queued' || !places.has(story.id)) return story;
      const { line: _before, ...rest } = story;
      const line = places.get(story.id);
      return line === undefined ? rest : { ...rest, line };
    });
  }, [stories, data]);
}

/** The stories the URL asks for, as far as they are loaded, in its order. */
export function useShownStories({ q, status, sort = defaultSort }: StoriesSearch) {
  const { data, error, refetch, isPlaceholderData, hasNextPage, isFetchingNextPage, fetchNextPage } = useStories({
    limit: pageSize,
    sort,
    ...(q === undefined ? {} : { query: q }),
    ...(status === undefined ? {} : { status }),
  });
  const stories = useMemo(
    // What the list before showed is no answer to this one: it stays as it is until the answer comes.
    () =>
      data &&
      arrangeStories(
        data.pages.flatMap(({ items }) => items),
        { status: isPlaceholderData ? undefined : status, sort },
      ),
    [data, isPlaceholderData, status, sort],
  );
  return {
    /** undefined: nothing was fetched yet. */
    stories: usePlaces(stories),
    error,
    refetch,
    /** Shows what was asked for before. */
    isOld: isPlaceholderData,
    hasMore: hasNextPage,
    fetchMore: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
    },
  };
}
