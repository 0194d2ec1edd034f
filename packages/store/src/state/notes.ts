import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';
import type { RunTransition } from '../load-transitions.ts';

/** A remark about a panel. Times are by Redis' clock, in milliseconds since the epoch. */
export interface StoredNote {
  readonly panel: string;
  /** Shares of the frame's width and height; null: it is about the whole panel. */
  readonly x: number | null;
  readonly y: number | null;
  readonly text: string;
  readonly author: string | null;
  readonly link: string | null;
  readonly resolved: boolean;
  readonly createdAt: number;
  readonly changedAt: number;
}

/** A reviewer's link. Its secret is 256 random bits, of which a SHA-256 is stored. */
export interface StoredLink {
  readonly id: string;
  readonly role: 'comment';
  readonly name: string | null;
  readonly hash: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly endsAt: number;
}

export interface Notes {
  /** By id. */
  all(story: string): Promise<ReadonlyMap<string, StoredNote>>;
  get(story: string, id: string): Promise<StoredNote | null>;
  /** Puts a note in place of the one that was read; null before: it is new, null after: it is deleted. */
  put(
    at: { readonly story: string; readonly id: string; readonly most: number },
    before: StoredNote | null,
    after: StoredNote | null,
  ): Promise<'put' | 'changed' | 'full' | 'gone'>;
  links(story: string): Promise<readonly StoredLink[]>;
  link(story: string, id: string): Promise<StoredLink | null>;
  /** @param over ids of links that ended, which make room */
  addLink(
    at: { readonly story: string; readonly most: number; readonly over: readonly string[] },
    link: StoredLink,
  ): Promise<'added' | 'there' | 'full' | 'gone'>;
  /** It opens nothing from now on. False: there was none. */
  deleteLink(story: string, id: string): Promise<boolean>;
}

export function notes(redis: Redis, run: RunTransition, keys: Keyspace): Notes {
  const read = <Stored>(text: string | null): Stored | null => (text === null ? null : (JSON.parse(text) as Stored));
  const write = (note: StoredNote | null): string => (note === null ? '' : JSON.stringify(note));
  return {
    async all(story) {
      const all = Object.entries(await redis.hgetall(keys.storyPart(story, 'notes')));
      return new Map(all.map(([id, text]) => [id, JSON.parse(text) as StoredNote]));
    },
    get: async (story, id) => read(await redis.hget(keys.storyPart(story, 'notes'), id)),
    async put({ story, id, most }, before, after) {
      const panel = (after ?? before)?.panel ?? '';
      const resolved = String((after ?? before)?.resolved ?? false);
      const [kind] = await run(
        'put-note',
        [keys.story(story)],
        [id, write(before), write(after), panel, resolved, most],
      );
      return kind as 'put' | 'changed' | 'full' | 'gone';
    },
    links: async (story) =>
      (await redis.hvals(keys.storyPart(story, 'links'))).map((text) => JSON.parse(text) as StoredLink),
    link: async (story, id) => read(await redis.hget(keys.storyPart(story, 'links'), id)),
    async addLink({ story, most, over }, link) {
      const [kind] = await run('add-link', [keys.story(story)], [link.id, JSON.stringify(link), most, ...over]);
      return kind as 'added' | 'there' | 'full' | 'gone';
    },
    deleteLink: async (story, id) => (await redis.hdel(keys.storyPart(story, 'links'), id)) === 1,
  };
}
