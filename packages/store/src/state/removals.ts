import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';

/** A deleted story whose records are not known to be gone. */
export interface Removal {
  readonly story: string;
  readonly tenant: string;
  /** When it was deleted, in milliseconds since the epoch, by Redis' clock. */
  readonly at: number;
  /** Keys of its requests. */
  readonly keys: readonly string[];
}

/** What a deletion left to be done, written by the script that deleted: no crash loses it. */
export interface Removals {
  list(): Promise<Removal[]>;
  /** Its records are gone, and no process writes new ones. */
  done(story: string): Promise<void>;
}

export function removals(redis: Redis, keys: Keyspace): Removals {
  return {
    async list() {
      const entries = Object.entries(await redis.hgetall(keys.removals));
      return Promise.all(
        entries.map(async ([story, text]) => ({
          ...(JSON.parse(text) as Pick<Removal, 'tenant' | 'at'>),
          story,
          keys: await redis.smembers(keys.removed(story)),
        })),
      );
    },
    async done(story) {
      await redis.multi().hdel(keys.removals, story).del(keys.removed(story)).exec();
    },
  };
}
