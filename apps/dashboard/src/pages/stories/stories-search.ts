import type { StoryStatus } from '@nextpanel/core';

/** What the address of the list says after `?`; what is left out is the default. */
export interface StoriesSearch {
  /** Part of the title, or of the id. */
  readonly q?: string;
  readonly status?: StoryStatus;
  readonly sort?: StoriesSort;
}

export type StoriesSort = '-created' | 'created' | '-updated' | 'updated';
export const defaultSort: StoriesSort = '-created';

export const sortWords: Readonly<Record<StoriesSort, string>> = {
  '-created': 'Newest first',
  created: 'Oldest first',
  '-updated': 'Changed last first',
  updated: 'Longest unchanged first',
};

/** In the order of the life of a story. Not core's own list: that would bring its schemas along. */
const statuses: Readonly<Record<StoryStatus, true>> = {
  queued: true,
  drawing: true,
  composing: true,
  completed: true,
  paused: true,
  needs_attention: true,
  cancelled: true,
};
export const storyStatuses = Object.keys(statuses) as readonly StoryStatus[];

/** The server refuses longer ones. */
export const longestQuery = 200;

const isSort = (value: unknown): value is StoriesSort => typeof value === 'string' && Object.hasOwn(sortWords, value);
const isStatus = (value: unknown): value is StoryStatus => typeof value === 'string' && Object.hasOwn(statuses, value);

/** Reads what somebody may have typed into the address: what makes no sense is as if it were not there. */
export function readStoriesSearch({ q, status, sort }: Record<string, unknown>): StoriesSearch {
  // The router reads `q=12` as a number.
  const words = typeof q === 'string' || typeof q === 'number' ? String(q).trim().slice(0, longestQuery) : '';
  return {
    ...(words === '' ? {} : { q: words }),
    ...(isStatus(status) ? { status } : {}),
    ...(isSort(sort) && sort !== defaultSort ? { sort } : {}),
  };
}
