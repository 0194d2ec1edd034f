import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectQueue, type QueueConnection, redisOf } from '../src/connect.ts';
import { openRateBuckets, type RateBuckets } from '../src/rate-buckets.ts';

let connection: QueueConnection;
let redis: Redis;
let rates: RateBuckets;
let root: string;
const longest = 30_000;

beforeEach(() => {
  connection = connectQueue(process.env.REDIS_URL as string, 'patient');
  redis = redisOf(connection);
  root = `{test-${randomUUID()}}`;
  rates = openRateBuckets(connection, root);
});
afterEach(() => redis.disconnect());

describe('a bucket of images', () => {
  it('lets a minute go at once, then spreads, and turns away what would wait too long without taking anything', async () => {
    expect(await rates.take('openai:m', 60, 60, longest)).toEqual({ kind: 'taken', waitMs: 0 });
    const next = await rates.take('openai:m', 10, 60, longest);
    expect(next.kind).toBe('taken');
    expect(next.waitMs).toBeGreaterThan(9_000);
    expect(next.waitMs).toBeLessThanOrEqual(10_000);
    expect((await rates.take('openai:m', 40, 60, longest)).kind).toBe('full');
    const after = await rates.take('openai:m', 1, 60, longest);
    expect([after.kind, after.waitMs > 10_000, after.waitMs <= 11_000]).toEqual(['taken', true, true]);
  });

  it('without a limit is never empty, and its neighbours are not touched', async () => {
    await rates.take('openai:m', 1_000, 60, longest);
    expect(await rates.take('openai:other', 8, undefined, longest)).toEqual({ kind: 'taken', waitMs: 0 });
    expect((await rates.take('openai:n', 8, 60, longest)).waitMs).toBe(0);
  });

  it('that the vendor closed stays closed for all, for the longest of what it said', async () => {
    await rates.block('fal:m', 60_000);
    await rates.block('fal:m', 1_000);
    const { kind, waitMs } = await rates.take('fal:m', 1, undefined, longest);
    expect(kind).toBe('full');
    expect(waitMs).toBeGreaterThan(50_000);
    await rates.block('fal:n', 5_000);
    const short = await rates.take('fal:n', 1, undefined, longest);
    expect([short.kind, short.waitMs > 4_000]).toEqual(['taken', true]);
  });

  it('shows how full it is, by name, while it is used', async () => {
    expect(await rates.levels()).toEqual([]);
    await rates.take('openai:m', 15, 60, longest);
    await rates.take('openai:unlimited', 15, undefined, longest);
    await rates.take('fal:other', 100, 50, longest);
    await rates.block('openai:unlimited', 60_000);
    const levels = await rates.levels();
    expect(levels.map(({ bucket, imagesPerMinute }) => [bucket, imagesPerMinute])).toEqual([
      ['fal:other', 50],
      ['openai:m', 60],
      ['openai:unlimited', null],
    ]);
    const [fal, limited, unlimited] = levels;
    expect([fal?.usedShare, fal?.blockedMs]).toEqual([1, 0]);
    expect(limited?.usedShare).toBeGreaterThan(0.23);
    expect(limited?.usedShare).toBeLessThanOrEqual(0.25);
    expect(unlimited?.usedShare).toBe(0);
    expect(unlimited?.blockedMs).toBeGreaterThan(55_000);
  });

  it('that nobody used for an hour is shown no more, unless the vendor keeps it closed', async () => {
    for (const bucket of ['openai:m', 'openai:closed']) await rates.take(bucket, 1, 60, longest);
    await rates.block('openai:closed', 60_000);
    const [index = ''] = await redis.keys(`${root}:rates`);
    for (const bucket of ['openai:m', 'openai:closed']) {
      const [at, rate] = String(await redis.hget(index, bucket)).split(' ');
      await redis.hset(index, bucket, `${Number(at) - 3_601_000} ${rate}`);
    }
    expect((await rates.levels()).map(({ bucket }) => bucket)).toEqual(['openai:closed']);
    expect(await redis.hkeys(index)).toEqual(['openai:closed']);
  });
});
