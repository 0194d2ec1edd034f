import type { Page, StoryView } from '@nextpanel/core';
import { matchesStory } from '@nextpanel/core/match-story';
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { keys, type StoriesFilter } from './keys.ts';

type StoryPages = InfiniteData<Page<StoryView>>;

/** Shows a story as the server just sent it, wherever it is shown already. Lists keep their order until they are read again. */
export function putStory(queries: QueryClient, story: StoryView): void {
  queries.setQueryData<StoryView>(keys.storyView(story.id), (known) => known && story);
  queries.setQueriesData<StoryPages>({ queryKey: keys.stories }, (list) => {
    if (list === undefined || !holds(list, story.id)) return list;
    const pages = list.pages.map((page) =>
      page.items.some(({ id }) => id === story.id)
        ? { ...page, items: page.items.map((it) => (it.id === story.id ? story : it)) }
        : page,
    );
    return { ...list, pages };
  });
}

/** Whether the story may stand on the page: in a list that is shown, or on its own. */
export const mayBeShown = (queries: QueryClient, id: string): boolean =>
  queries.getQueryData(keys.storyView(id)) !== undefined || activeLists(queries).length > 0;

/** Keys of the lists that are looked at, want the story among what they have fetched so far, and do not hold it. */
export const listsLacking = (queries: QueryClient, story: StoryView): (readonly unknown[])[] =>
  activeLists(queries).flatMap(({ queryKey, filter, list }) =>
    !holds(list, story.id) && isWanted(list, filter, story) ? [queryKey] : [],
  );

function activeLists(queries: QueryClient) {
  const found = queries.getQueryCache().findAll({ queryKey: keys.stories, type: 'active' });
  return found.flatMap(({ queryKey, state }) => {
    const list = state.data as StoryPages | undefined;
    return list === undefined ? [] : [{ queryKey, filter: queryKey[1] as StoriesFilter, list }];
  });
}

/** Whether it belongs into the pages read so far. */
function isWanted(list: StoryPages, { sort = '-created', status, query }: StoriesFilter, story: StoryView): boolean {
  if (!matchesStory(story, { status, query })) return false;
  const end = list.pages.at(-1);
  const last = end?.items.at(-1);
  if (end?.nextCursor == null || last === undefined) return true;
  const field = sort.endsWith('created') ? 'createdAt' : 'updatedAt';
  return sort.startsWith('-') ? story[field] >= last[field] : story[field] <= last[field];
}

const holds = (list: StoryPages, id: string): boolean =>
  list.pages.some((page) => page.items.some((story) => story.id === id));
