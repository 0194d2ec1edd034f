import type { StoryView } from '@nextpanel/core';
import type { StoriesSort } from './stories-search.ts';

/**
 * Stories in the order of the list, even after changes: pages are loaded once, and changes are applied to them. A story that is
 * on two pages because it moved between them is shown once.
 */
export function arrangeStories(
  stories: readonly StoryView[],
  { status, sort }: { readonly status: StoryView['status'] | undefined; readonly sort: StoriesSort },
): readonly StoryView[] {
  const field = sort.endsWith('created') ? 'createdAt' : 'updatedAt';
  const backwards = sort.startsWith('-') ? -1 : 1;
  const shown = new Map(
    stories.filter((story) => status === undefined || story.status === status).map((story) => [story.id, story]),
  );
  // ISO times sort as text; ids break ties the way the server does.
  return [...shown.values()].sort(
    (a, b) => backwards * (compare(a[field], b[field]) === 0 ? compare(a.id, b.id) : compare(a[field], b[field])),
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
