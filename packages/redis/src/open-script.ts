import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';

/** Runs one script. Keys and arguments are those in its header. */
export type RunLua = (keys: readonly string[], args: readonly (string | number)[]) => Promise<unknown>;

/**
 * A script that is called by its SHA-1, and sent whole to a server that does not know it yet. `defineCommand` of ioredis does the same, but
 * every pipeline, automatic ones included, then copies each script that its connection knows: with 90 of them that takes as
 * long as ten commands.
 */
export function openScript(redis: Redis, lua: string): RunLua {
  const sha = createHash('sha1').update(lua).digest('hex');
  return async (keys, args) => {
    try {
      return await redis.evalsha(sha, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return redis.eval(lua, keys.length, ...keys, ...args);
    }
  };
}
