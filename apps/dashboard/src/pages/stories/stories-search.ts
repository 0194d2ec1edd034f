import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { StoryStatus } from '@nextpanel/core';

/** The query of the list's URL; anything left out has its default. */
export interface StoriesSearch {
  /** Part of the title, or of the id. */
  readonly q?: string;
  readonly status?: StoryStatus;
  readonly sort?: StoriesSort;
  /** Left out: rows, or cards where there is no room for them. */
  readonly view?: 'board';
}

export type StoriesSort = '-created' | 'created' | '-updated' | 'updated';
export const defaultSort: StoriesSort = '-created';

export const sortWords: Readonly<Record<StoriesSort, MessageDescriptor>> = {
  '-created': msg`Newest first`,
  created: msg`Oldest first`,
  '-updated': msg`Recently changed first`,
  updated: msg`Least recently changed first`,
};

/** In the order of a story's life. Not core's own list: importing it would include the schemas. */
const statuses: Readonly<Record<StoryStatus, true>> = {
  queued: true,
  plates: true,
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

/** Reads a URL that a user may have typed: invalid values are ignored. */
export function readStoriesSearch({ q, status, sort, view }: Record<string, unknown>): StoriesSearch {
  // The router reads `q=12` as a number.
  const words = typeof q === 'string' || typeof q === 'number' ? String(q).trim().slice(0, longestQuery) : '';
  return {
    ...(words === '' ? {} : { q: words }),
    ...(isStatus(status) ? { status } : {}),
    ...(isSort(sort) && sort !== defaultSort ? { sort } : {}),
    ...(view === 'board' ? { view } : {}),
  };
}
