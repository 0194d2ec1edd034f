import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';

/** Room to order, shared by all processes: images a minute by provider and model. */
export interface RateBuckets {
  /**
   * Takes room for images. Answers with how long to wait before using it, or, when that is more than `longestWaitMs`, takes
   * nothing and says after how many milliseconds to come back.
   */
  take(
    bucket: string,
    images: number,
    imagesPerMinute: number | undefined,
    longestWaitMs: number,
  ): Promise<{ readonly kind: 'taken' | 'full'; readonly waitMs: number }>;
  /** The vendor said to stay away: nobody takes anything from this bucket for that long. */
  block(bucket: string, ms: number): Promise<void>;
}

/** @param root hash-tagged prefix */
export function openRateBuckets(redis: Redis, root: string): RateBuckets {
  const script = readFileSync(new URL('./scripts/take-images.lua', import.meta.url), 'utf8');
  const key = (bucket: string) => `${root}:rate:${bucket}`;
  return {
    async take(bucket, images, imagesPerMinute, longestWaitMs) {
      const [kind, waitMs] = (await redis.eval(
        script,
        2,
        key(bucket),
        `${key(bucket)}:blocked`,
        images,
        imagesPerMinute ?? 0,
        longestWaitMs,
      )) as ['taken' | 'full', number];
      return { kind, waitMs };
    },
    async block(bucket, ms) {
      // Only ever for longer: of two answers the later moment counts.
      const left = await redis.pttl(`${key(bucket)}:blocked`);
      if (ms > left) await redis.set(`${key(bucket)}:blocked`, '1', 'PX', Math.ceil(ms));
    },
  };
}
