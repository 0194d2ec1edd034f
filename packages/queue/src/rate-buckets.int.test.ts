import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectQueue } from './connect.ts';
import { openRateBuckets, type RateBuckets } from './rate-buckets.ts';

let redis: Redis;
let rates: RateBuckets;
const longest = 30_000;

beforeEach(() => {
  redis = connectQueue(process.env.REDIS_URL as string, 'patient');
  rates = openRateBuckets(redis, `{test-${randomUUID()}}`);
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
});
