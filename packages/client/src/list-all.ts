import type { Page } from '@nextpanel/core';
import { type Connection, requestJson } from './send-request.ts';

/** The most the server puts on one page. */
const pageLimit = 200;

/** A list of any length, page by page, by following its cursors. */
async function* listPages<Item>(connection: Connection, path: string): AsyncGenerator<readonly Item[]> {
  let cursor: string | undefined;
  do {
    const page: Page<Item> = await requestJson(connection, 'GET', path, { query: { limit: pageLimit, cursor } });
    yield page.items;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

/** The whole of a list, as one array. */
export async function listAll<Item>(connection: Connection, path: string): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of listPages<Item>(connection, path)) items.push(...page);
  return items;
}
