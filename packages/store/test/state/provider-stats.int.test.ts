import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openKeyspace } from '../../src/keyspace.ts';
import { loadTransitions } from '../../src/load-transitions.ts';
import { providerStats } from '../../src/state/provider-stats.ts';
import { openTestState, type TestState } from '../testing.ts';

let test: TestState;
beforeEach(() => {
  test = openTestState();
});
afterEach(() => test[Symbol.asyncDispose]());

const request = { provider: 'openai', ms: 1_000, images: 1, failed: false } as const;

/** Counts requests that took so long, all in one minute. */
async function recordAll(durations: readonly number[]) {
  const { stats } = test.state;
  for (;;) {
    await Promise.all(durations.map((ms) => stats.record({ ...request, ms })));
    const minutes = await stats.read('openai', 2);
    if (minutes.length === 1) return minutes[0];
    await test.redis.del(await test.redis.keys(`{${test.prefix}}:s2:stats:*`));
  }
}

/** Puts what was counted so far into the minute that was this long ago. */
async function age(minutes: number): Promise<void> {
  const [key = ''] = await test.redis.keys(`{${test.prefix}}:s2:stats:openai:*`);
  const minute = Number(key.split(':').at(-1));
  await test.redis.rename(key, key.replace(/\d+$/, String(minute - minutes)));
}

describe("a provider's minutes", () => {
  it('give p50 and p95 within 10 %, from milliseconds to minutes', async () => {
    for (const scale of [5, 40, 700, 9_000, 150_000]) {
      const durations = Array.from({ length: 200 }, (_, index) => scale * (1 + index / 100));
      const minute = await recordAll(durations);
      const [p50, p95] = [durations[99] as number, durations[189] as number];
      expect(Math.abs((minute?.p50Ms ?? 0) - p50), `p50 of ${scale}`).toBeLessThanOrEqual(Math.max(0.1 * p50, 0.5));
      expect(Math.abs((minute?.p95Ms ?? 0) - p95), `p95 of ${scale}`).toBeLessThanOrEqual(Math.max(0.1 * p95, 0.5));
      await test.redis.del(await test.redis.keys(`{${test.prefix}}:s2:stats:*`));
    }
  });

  it('count requests, images and failures of each provider apart; a failure has no duration', async () => {
    const { stats } = test.state;
    await stats.record({ ...request, images: 8 });
    await stats.record({ ...request, ms: null, images: 0, failed: true });
    await stats.record({ ...request, provider: 'fal', ms: null, images: 0, failed: true });
    const minutes = await stats.read('openai', 2);
    const sum = (count: 'requests' | 'images' | 'failed') => minutes.reduce((total, it) => total + it[count], 0);
    expect([sum('requests'), sum('images'), sum('failed')]).toEqual([2, 8, 1]);
    expect((await stats.read('fal', 2))[0]).toMatchObject({ requests: 1, failed: 1, p50Ms: null, p95Ms: null });
    expect(await stats.read('azure', 1_440)).toEqual([]);
  });

  it('are written by one script for all requests that end together', async () => {
    const transition = loadTransitions(test.redis);
    const scripts: string[] = [];
    const run: typeof transition = (name, ...rest) => {
      scripts.push(name);
      return transition(name, ...rest);
    };
    const stats = providerStats(test.redis, run, openKeyspace(test.prefix));
    await Promise.all(Array.from({ length: 8 }, () => stats.record(request)));
    await stats.record(request);
    expect(scripts).toEqual(['record-requests', 'record-requests']);
    const minutes = await stats.read('openai', 2);
    expect(minutes.reduce((total, { requests }) => total + requests, 0)).toBe(9);
  });

  it('come oldest first, as far back as asked, and go after 25 hours', async () => {
    const { stats } = test.state;
    await stats.record(request);
    await age(1_400);
    await stats.record({ ...request, images: 2 });
    const found = await stats.read('openai', 1_440);
    expect(found.map(({ images }) => images)).toEqual([1, 2]);
    expect((found[1]?.at ?? 0) - (found[0]?.at ?? 0)).toBeGreaterThanOrEqual(1_400 * 60_000);
    expect((await stats.read('openai', 60)).map(({ images }) => images)).toEqual([2]);
    for (const key of await test.redis.keys(`{${test.prefix}}:s2:stats:*`)) {
      const left = await test.redis.ttl(key);
      expect(left > 24 * 3_600 && left <= 25 * 3_600, key).toBe(true);
    }
  });
});
