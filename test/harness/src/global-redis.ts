import { startTemporaryRedis } from './temporary-redis.ts';

/**
 * Vitest's global set-up for tests on a real Redis: one private server for the run, at process.env.REDIS_URL. Never the server
 * that REDIS_URL named before, since tests delete data.
 *
 * @returns a function that stops it
 */
export async function setup(): Promise<() => Promise<void>> {
  const redis = await startTemporaryRedis();
  const before = process.env.REDIS_URL;
  process.env.REDIS_URL = redis.url;
  return async () => {
    if (before === undefined) delete process.env.REDIS_URL;
    else process.env.REDIS_URL = before;
    await redis.stop();
  };
}
