import { setTimeout as wait } from 'node:timers/promises';
import { type Client, createClient } from '@nextpanel/client';
import { startProxy, startSystem, type TestProxy, type TestSystem } from '@nextpanel/harness';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectDrawnOnce, submitStory, writtenAt } from './watch-story.ts';

/** All processes reach Redis through a proxy that breaks their connections in every possible way. */

const latencyMs = 700;

let system: TestSystem;
let proxy: TestProxy;
let client: Client;

beforeAll(async () => {
  system = await startSystem({ STORYBOARD_LATENCY_MS: String(latencyMs) });
  proxy = await startProxy({ port: Number(new URL(system.redis.url).port) });
  await Promise.all(
    (['api', 'worker', 'finalizer'] as const).map(async (app) => {
      await system.process(app)[Symbol.asyncDispose]();
      await system.start(app, { REDIS_URL: proxy.urlOf(system.redis.url) });
    }),
  );
  client = createClient({ baseUrl: system.url() });
});
afterAll(async () => {
  await system[Symbol.asyncDispose]();
  await proxy[Symbol.asyncDispose]();
});

describe('connections to Redis', () => {
  it('that are all cut in the middle of each batch are reopened at once, and nothing is drawn twice', async () => {
    using story = await submitStory(client, 'cut', 3);
    for (const batch of [1, 2, 3]) {
      await story.until('batch.started', { batch });
      await wait(latencyMs / 2);
      const cutAt = Date.now();
      expect(proxy.cut()).toBeGreaterThan(3);
      const drawn = await story.until('batch.drawn', { batch });
      expect(writtenAt(drawn) - cutAt).toBeLessThan(5_000);
    }
    await expectDrawnOnce(client, story);
  });

  it('over a slow network cost time, not attempts', async () => {
    proxy.setLatency(60);
    using story = await submitStory(client, 'slow', 2);
    await expectDrawnOnce(client, story);
    proxy.setLatency(0);
    expect((await client.batches(story.id)).map(({ attempts }) => attempts)).toEqual([1, 1]);
  });

  it('whose peer vanished silently are given up, and the story continues', async () => {
    using story = await submitStory(client, 'vanished', 2);
    await story.until('batch.started', { batch: 1 });
    await wait(latencyMs / 2);
    const vanishedAt = Date.now();
    expect(proxy.swallow()).toBeGreaterThan(3);
    const drawn = await story.until('batch.drawn', { batch: 1 });
    expect(writtenAt(drawn) - vanishedAt).toBeLessThan(20_000);
    await expectDrawnOnce(client, story);
  });

  it('of which only the one waiting for jobs vanished: a story submitted afterwards is drawn', async () => {
    expect(proxy.swallow(/bzpopmin/i)).toBeGreaterThan(0);
    const submittedAt = Date.now();
    using story = await submitStory(client, 'deaf', 1);
    const started = await story.until('batch.started');
    expect(writtenAt(started) - submittedAt).toBeLessThan(15_000);
    await expectDrawnOnce(client, story);
  });
});

describe('Redis', () => {
  it('killed and restarted on its data: the story continues automatically', async () => {
    const redis = new Redis(system.redis.url);
    redis.on('error', () => undefined);
    await redis.config('SET', 'appendfsync', 'always');
    using story = await submitStory(client, 'killed', 3);
    await story.until('batch.started', { batch: 2 });
    await wait(latencyMs / 2);
    const pid = Number(/process_id:(\d+)/.exec(await redis.info('server'))?.[1]);
    const killedAt = Date.now();
    process.kill(pid, 'SIGKILL');
    const drawn = await story.until('batch.drawn', { batch: 2 });
    expect(writtenAt(drawn) - killedAt).toBeLessThan(10_000);
    await expectDrawnOnce(client, story);
    redis.disconnect();
  });
});
