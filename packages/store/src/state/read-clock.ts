import type { Redis } from 'ioredis';

/** Milliseconds since the epoch by Redis' clock, the one clock all processes share. */
export async function readClock(redis: Redis): Promise<number> {
  const [seconds, microseconds] = await redis.time();
  return Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000);
}
