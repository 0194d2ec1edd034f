import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';
import type { Read } from './book-transitions.ts';
import type { StoredBook, StoredEdition, StoredFailure, StoredSheet } from './stored.ts';

/** What is read of the editions of a story in other languages. */
export interface EditionReader {
  /** Languages of a story's editions, in order. */
  languages(story: string): Promise<string[]>;
  all(story: string): Promise<Read<StoredEdition>[]>;
  one(story: string, language: string): Promise<Read<StoredEdition> | null>;
  sheets(story: string, language: string): Promise<Map<number, Read<StoredSheet>>>;
  /** By name. */
  books(story: string, language: string): Promise<Map<string, Read<StoredBook>>>;
  /** Why editions cannot be made, by language. */
  failures(story: string): Promise<Map<string, StoredFailure>>;
  /** Ids of stories with an edition whose sheets and books are not all made. */
  unfinished(): Promise<string[]>;
}

export function editionReader(redis: Redis, keys: Keyspace): EditionReader {
  /** The fields of a part in one language, by the name behind it. */
  const inLanguage = async <Value>(
    story: string,
    part: 'editionSheets' | 'editionBooks',
    language: string,
  ): Promise<[string, Read<Value>][]> => {
    const fields = await redis.hgetall(keys.storyPart(story, part));
    const prefix = `${language} `;
    return Object.entries(fields).flatMap(([field, raw]) =>
      field.startsWith(prefix) ? [[field.slice(prefix.length), { raw, value: JSON.parse(raw) as Value }]] : [],
    );
  };
  return {
    languages: async (story) => (await redis.hkeys(keys.storyPart(story, 'editions'))).sort(),
    async all(story) {
      const fields = Object.entries(await redis.hgetall(keys.storyPart(story, 'editions')));
      return fields
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, raw]) => ({ raw, value: JSON.parse(raw) as StoredEdition }));
    },
    async one(story, language) {
      const raw = await redis.hget(keys.storyPart(story, 'editions'), language);
      return raw === null ? null : { raw, value: JSON.parse(raw) as StoredEdition };
    },
    async sheets(story, language) {
      const found = await inLanguage<StoredSheet>(story, 'editionSheets', language);
      return new Map(found.map(([page, sheet]) => [Number(page), sheet]));
    },
    async books(story, language) {
      return new Map(await inLanguage<StoredBook>(story, 'editionBooks', language));
    },
    async failures(story) {
      const fields = await redis.hgetall(keys.storyPart(story, 'editionFailures'));
      return new Map(Object.entries(fields).map(([language, raw]) => [language, JSON.parse(raw) as StoredFailure]));
    },
    unfinished: () => redis.zrangebyscore(keys.lettering, '-inf', '+inf'),
  };
}
