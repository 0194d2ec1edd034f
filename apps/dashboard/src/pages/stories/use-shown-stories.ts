import { useMemo } from 'react';
import { useStories } from '../../data/story-queries.ts';
import { arrangeStories } from './arrange-stories.ts';
import { defaultSort, type StoriesSearch } from './stories-search.ts';

/** Stories fetched at once: some screens full, and half of what the server gives at most. */
const pageSize = 100;

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
    stories,
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
