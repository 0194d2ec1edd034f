import { NextpanelError, type Page } from '@nextpanel/core';
import type { Scope } from './read-story.ts';

/** A page of a story's parts. `cursor` is what the page before answered with. */
export interface PartQuery extends Scope {
  readonly limit: number;
  readonly cursor?: string;
}

/** Pages of a list whose order never changes; the cursor is how many came before. */
export function slicePage<Item>(
  all: readonly Item[],
  { limit, cursor = '0' }: { limit: number; cursor?: string },
): Page<Item> {
  if (!/^\d{1,9}$/.test(cursor)) {
    throw new NextpanelError('invalid_cursor', 'the cursor is not one this server gave out; start again without it');
  }
  const from = Number(cursor);
  const to = from + limit;
  return { items: all.slice(from, to), nextCursor: to < all.length ? String(to) : null };
}

export const mapPage = <From, To>({ items, nextCursor }: Page<From>, map: (item: From) => To): Page<To> => ({
  items: items.map(map),
  nextCursor,
});
