import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProviderId } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectQueue, type QueueConnection, redisOf } from '../src/connect.ts';
import { openQueues, type Queues } from '../src/open-queues.ts';
import { openConcurrency, type SharedConcurrency } from '../src/shared-concurrency.ts';
import { type QueueTurn, type RunningWorker, startDrawWorker, type TurnOutcome } from '../src/start-draw-worker.ts';

const providers = ['storyboard', 'openai', 'fal'] as const;
let connection: QueueConnection;
let redis: Redis;
let root: string;
let queues: Queues;
let workers: RunningWorker[];

beforeEach(() => {
  root = `{test-${randomUUID()}}`;
  connection = connectQueue(process.env.REDIS_URL as string, 'patient');
  redis = redisOf(connection);
  queues = openQueues({ connection, root, providers });
  workers = [];
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.close({ abort: true })));
  await queues[Symbol.asyncDispose]();
  const keys = await redis.keys(`${root}:*`);
  if (keys.length > 0) await redis.del(keys);
  redis.disconnect();
});

/** One process: a worker for each provider, and one concurrency for all. */
async function startProcess(
  concurrency: SharedConcurrency,
  draw: (queueTurn: QueueTurn) => Promise<TurnOutcome>,
): Promise<void> {
  for (const provider of providers) {
    workers.push(
      await startDrawWorker({
        connection,
        root,
        provider,
        concurrency,
        seat: undefined,
        draw,
        onDone: async () => undefined,
        onRebuilt: () => undefined,
        onError: () => undefined,
      }),
    );
  }
}

/** How many jobs are taken, whether or not their turn has begun. */
const active = async () => {
  const counts = await Promise.all(providers.map((provider) => redis.llen(`${root}:draw-${provider}:active`)));
  return counts.reduce((sum, count) => sum + count, 0);
};

describe('a process with three providers', () => {
  it('draws as many stories at once as its concurrency allows, takes no job it cannot start, and serves every queue', async () => {
    const stories = providers.flatMap((provider) =>
      [1, 2, 3, 4, 5].map((n) => ({ provider, story: `${provider}-${n}` })),
    );
    const turnsEach = 3;
    const turns = new Map<string, number>();
    let now = 0;
    let most = 0;
    let mostActive = 0;
    const firstServed = new Map<ProviderId, number>();
    let served = 0;
    for (const { provider, story } of stories) await queues.ensureDraw(provider, { story });
    await startProcess(openConcurrency(2), async ({ story, provider }) => {
      now += 1;
      served += 1;
      if (!firstServed.has(provider)) firstServed.set(provider, served);
      most = Math.max(most, now);
      mostActive = Math.max(mostActive, await active());
      await delay(5);
      now -= 1;
      const done = (turns.get(story) ?? 0) + 1;
      turns.set(story, done);
      return done < turnsEach ? { kind: 'yield', delayMs: 0 } : { kind: 'done' };
    });
    await expect
      .poll(() => [...turns.values()].reduce((sum, count) => sum + count, 0), { interval: 10 })
      .toBe(stories.length * turnsEach);
    expect(most).toBe(2);
    expect(mostActive).toBe(2);
    expect([...turns.values()]).toEqual(stories.map(() => turnsEach));
    // No queue waits until another is empty.
    for (const first of firstServed.values()) expect(first).toBeLessThanOrEqual(2 * providers.length);
  });

  it('leaves a job it cannot start to another process, at once', async () => {
    const holding = Promise.withResolvers<void>();
    const taken: string[] = [];
    await startProcess(openConcurrency(1), async ({ story }) => {
      taken.push(`full: ${story}`);
      await holding.promise;
      return { kind: 'done' };
    });
    await queues.ensureDraw('openai', { story: 'a' });
    await expect.poll(() => taken).toEqual(['full: a']);
    await startProcess(openConcurrency(1), async ({ story }) => {
      taken.push(`other: ${story}`);
      return { kind: 'done' };
    });
    // Both processes wait on this queue; whichever is woken first, the one with free concurrency takes the job.
    const begun = performance.now();
    for (const [index, provider] of [...providers, ...providers].entries()) {
      await queues.ensureDraw(provider, { story: `b${index}` });
      await expect.poll(() => taken, { interval: 10 }).toContain(`other: b${index}`);
    }
    // BullMQ looks for jobs without a marker only every 5 s.
    expect(performance.now() - begun).toBeLessThan(4_000);
    holding.resolve();
  });

  it('stops while its workers wait for free concurrency', async () => {
    const holding = Promise.withResolvers<void>();
    const taken: string[] = [];
    await startProcess(openConcurrency(1), async ({ story }) => {
      taken.push(story);
      await holding.promise;
      return { kind: 'done' };
    });
    await queues.ensureDraw('openai', { story: 'a' });
    await expect.poll(() => taken).toEqual(['a']);
    for (const provider of providers) await queues.ensureDraw(provider, { story: 'b' });
    await delay(200);
    const closed = Promise.all(workers.map((worker) => worker.close({ abort: false })));
    holding.resolve();
    await closed;
    expect(taken).toEqual(['a']);
    expect(await active()).toBe(0);
  });
});
