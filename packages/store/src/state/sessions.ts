import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';

/** Sessions of browsers that were signed out before their end. Those that are open need no store. */
export interface Sessions {
  /** @param hash of the session's cookie @param seconds until it would end without that */
  end(hash: string, seconds: number): Promise<void>;
  hasEnded(hash: string): Promise<boolean>;
}

export function sessions(redis: Redis, keys: Keyspace): Sessions {
  return {
    async end(hash, seconds) {
      await redis.set(keys.endedSession(hash), '1', 'EX', Math.max(1, Math.ceil(seconds)));
    },
    hasEnded: async (hash) => (await redis.exists(keys.endedSession(hash))) === 1,
  };
}
