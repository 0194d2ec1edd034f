import type { PageMap } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import { jsonOrNull } from '../json-or-null.ts';
import type { Keyspace } from '../keyspace.ts';
import { type OtherSheet, otherSheets, type Read } from './book-transitions.ts';
import type { StoredBook, StoredSheet } from './stored.ts';

/** What is read of the pages of a story, and of its books. */
export interface SheetReader {
  /** Which panels, by id, stand on which page of the main layout. */
  pages(id: string): Promise<PageMap>;
  sheets(id: string): Promise<Map<number, Read<StoredSheet>>>;
  /** One of the sheets of other pages than the story's, as it was last composed. */
  otherSheet(sheet: OtherSheet, number: number): Promise<StoredSheet | null>;
  /** By name. */
  books(id: string): Promise<Map<string, Read<StoredBook>>>;
}

export function sheetReader(redis: Redis, keys: Keyspace): SheetReader {
  return {
    async pages(id) {
      const layout = (await redis.hget(keys.story(id), 'layout')) ?? '';
      return jsonOrNull<PageMap>(await redis.hget(keys.storyPart(id, 'pages'), layout)) ?? [];
    },
    async sheets(id) {
      const fields = await redis.hgetall(keys.storyPart(id, 'sheets'));
      return new Map(
        Object.entries(fields).map(([number, raw]) => [Number(number), { raw, value: JSON.parse(raw) as StoredSheet }]),
      );
    },
    async otherSheet({ story, pages, language }, number) {
      const field = `${otherSheets(pages, language)}${number}`;
      return jsonOrNull<StoredSheet>(await redis.hget(keys.storyPart(story, 'otherSheets'), field));
    },
    async books(id) {
      const fields = await redis.hgetall(keys.storyPart(id, 'books'));
      return new Map(
        Object.entries(fields).map(([format, raw]) => [format, { raw, value: JSON.parse(raw) as StoredBook }]),
      );
    },
  };
}
