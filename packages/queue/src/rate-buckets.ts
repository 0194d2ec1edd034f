import { readFileSync } from 'node:fs';
import { type QueueConnection, redisOf } from './connect.ts';

/** How long a bucket is shown after its last use, in milliseconds. */
const latelyMs = 3_600_000;

/** How full a bucket is. */
export interface BucketLevel {
  readonly bucket: string;
  /** null: no limit of ours. */
  readonly imagesPerMinute: number | null;
  /** Share of a minute's room that is taken, 0–1. */
  readonly usedShare: number;
  /** How much longer nobody may take anything, in milliseconds. */
  readonly blockedMs: number;
}

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
  /** The buckets used within the last hour, by name. */
  levels(): Promise<BucketLevel[]>;
}

/** @param root hash-tagged prefix */
export function openRateBuckets(connection: QueueConnection, root: string): RateBuckets {
  const redis = redisOf(connection);
  const script = (name: string) => readFileSync(new URL(`./scripts/${name}.lua`, import.meta.url), 'utf8');
  const takeImages = script('take-images');
  const readBuckets = script('read-buckets');
  const index = `${root}:rates`;
  const key = (bucket: string) => `${root}:rate:${bucket}`;
  return {
    async take(bucket, images, imagesPerMinute, longestWaitMs) {
      const [kind, waitMs] = (await redis.eval(
        takeImages,
        3,
        key(bucket),
        `${key(bucket)}:blocked`,
        index,
        images,
        imagesPerMinute ?? 0,
        longestWaitMs,
        bucket,
      )) as ['taken' | 'full', number];
      return { kind, waitMs };
    },
    async block(bucket, ms) {
      // Only ever for longer: of two answers the later moment counts.
      const left = await redis.pttl(`${key(bucket)}:blocked`);
      if (ms > left) await redis.set(`${key(bucket)}:blocked`, '1', 'PX', Math.ceil(ms));
    },
    async levels() {
      const answer = (await redis.eval(readBuckets, 1, index, key(''), latelyMs)) as [string, string, string, number][];
      return answer
        .map(([bucket, rate, emptyMs, blockedMs]) => ({
          bucket,
          imagesPerMinute: Number(rate) || null,
          usedShare: Math.min(Number(emptyMs) / 60_000, 1),
          blockedMs,
        }))
        .sort((a, b) => (a.bucket < b.bucket ? -1 : 1));
    },
  };
}
