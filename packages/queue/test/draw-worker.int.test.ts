import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectQueue, type QueueConnection, redisOf } from '../src/connect.ts';
import { openQueues, type Queues } from '../src/open-queues.ts';
import { openConcurrency } from '../src/shared-concurrency.ts';
import { type QueueTurn, type RunningWorker, startDrawWorker, type TurnOutcome } from '../src/start-draw-worker.ts';

let connection: QueueConnection;
let redis: Redis;
let root: string;
let queues: Queues;
let workers: RunningWorker[];

beforeEach(() => {
  const url = process.env.REDIS_URL;
  if (url === undefined) throw new Error('REDIS_URL is not set; the integration project starts a Redis');
  root = `{test-${randomUUID()}}`;
  connection = connectQueue(url, 'patient');
  redis = redisOf(connection);
  queues = openQueues({ connection, root, providers: ['storyboard'] });
  workers = [];
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.close({ abort: true })));
  await queues[Symbol.asyncDispose]();
  const keys = await redis.keys(`${root}:*`);
  if (keys.length > 0) await redis.del(keys);
  redis.disconnect();
});

async function start(
  draw: (queueTurn: QueueTurn) => Promise<TurnOutcome>,
  {
    concurrency = 8,
    ...options
  }: { concurrency?: number; lockMs?: number; seat?: string; onDone?: (story: string) => Promise<void> } = {},
) {
  const worker = await startDrawWorker({
    connection,
    root,
    provider: 'storyboard',
    concurrency: openConcurrency(concurrency),
    seat: undefined,
    onDone: async () => undefined,
    onRebuilt: () => undefined,
    onError: () => undefined,
    line: queues.line('storyboard'),
    ...options,
    async draw(queueTurn) {
      await queueTurn.begin();
      return draw(queueTurn);
    },
  });
  workers.push(worker);
  return worker;
}

/** Resolves when `add` was called this often. */
function countTo(times: number) {
  const { promise, resolve } = Promise.withResolvers<void>();
  let count = 0;
  return {
    reached: promise,
    add() {
      count += 1;
      if (count === times) resolve();
    },
    count: () => count,
  };
}

describe('concurrency 8 and batches longer than the lock', () => {
  it('lose no renewal: every story has one turn at a time and as many as it has batches', async () => {
    const batches = 3;
    const stories = ['a', 'b', 'c', 'd', 'e', 'f'];
    const left = new Map(stories.map((story) => [story, batches]));
    const inside = new Set<string>();
    const overlaps: string[] = [];
    const done = countTo(stories.length);
    let turns = 0;
    let aborts = 0;
    await start(
      async ({ story, signal }) => {
        turns += 1;
        if (inside.has(story)) overlaps.push(story);
        inside.add(story);
        // The provider takes longer than a lock lives.
        await wait(1_200);
        inside.delete(story);
        if (signal.aborted) aborts += 1;
        left.set(story, (left.get(story) ?? 0) - 1);
        return left.get(story) === 0 ? { kind: 'done' } : { kind: 'yield', delayMs: 0 };
      },
      { lockMs: 500, onDone: async () => done.add() },
    );
    for (const story of stories) await queues.ensureDraw('storyboard', { story });
    await done.reached;
    expect({ overlaps, aborts, turns }).toEqual({ overlaps: [], aborts: 0, turns: stories.length * batches });
  });
});

describe('a worker that dies', () => {
  it('is replaced in its seat at once, without waiting for its locks', async () => {
    const lockMs = 60_000;
    const first = countTo(1);
    const forever = Promise.withResolvers<TurnOutcome>();
    await start(
      () => {
        first.add();
        return forever.promise;
      },
      { seat: 'worker', lockMs },
    );
    await queues.ensureDraw('storyboard', { story: 'a' });
    await first.reached;
    const second = countTo(1);
    const startedAt = performance.now();
    await start(
      async () => {
        second.add();
        return { kind: 'done' };
      },
      { seat: 'worker', lockMs },
    );
    await second.reached;
    expect(performance.now() - startedAt).toBeLessThan(lockMs / 10);
    forever.resolve({ kind: 'done' });
  });
});

describe('a turn', () => {
  it('whose lock went to another worker is aborted by its next renewal', async () => {
    const aborted = Promise.withResolvers<string>();
    await start(
      async ({ lock, signal }) => {
        await redis.set(lock.lockKey, 'another:1', 'PX', 60_000);
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        aborted.resolve(String(signal.reason));
        return { kind: 'done' };
      },
      { lockMs: 300 },
    );
    await queues.ensureDraw('storyboard', { story: 'a' });
    expect(await aborted.promise).toMatch(/lock was lost/);
  });

  it('whose lock expired while Redis was away continues if no worker took its job', async () => {
    const ended = Promise.withResolvers<{ aborted: boolean; holder: string | null; token: string }>();
    let taken = 0;
    await start(
      async ({ lock, signal }) => {
        taken += 1;
        const ranOut = performance.now();
        await redis.del(lock.lockKey);
        // Its next renewal takes it again.
        let holder: string | null = null;
        while (holder === null && performance.now() - ranOut < 5_000) {
          await wait(20);
          holder = await redis.get(lock.lockKey);
        }
        ended.resolve({ aborted: signal.aborted, holder, token: lock.token });
        return { kind: 'done' };
      },
      { lockMs: 400 },
    );
    await queues.ensureDraw('storyboard', { story: 'a' });
    const { aborted, holder, token } = await ended.promise;
    expect({ aborted, holder }).toEqual({ aborted: false, holder: token });
    expect(taken).toBe(1);
  });

  it('is released between batches, so that a long story does not starve a short one', async () => {
    const order: string[] = [];
    const done = countTo(2);
    const left = new Map([
      ['long', 6],
      ['short', 2],
    ]);
    await queues.ensureDraw('storyboard', { story: 'long' });
    await queues.ensureDraw('storyboard', { story: 'short' });
    await start(
      async ({ story }) => {
        order.push(story);
        left.set(story, (left.get(story) ?? 0) - 1);
        return left.get(story) === 0 ? { kind: 'done' } : { kind: 'yield', delayMs: 0 };
      },
      { concurrency: 1, onDone: async () => done.add() },
    );
    await done.reached;
    expect(order.slice(0, 4).sort()).toEqual(['long', 'long', 'short', 'short']);
  });

  it('is given to a job that is added again after it was done', async () => {
    const turns = countTo(2);
    await start(
      async () => {
        turns.add();
        return { kind: 'done' };
      },
      {
        onDone: async (story) => {
          if (turns.count() === 1) await queues.ensureDraw('storyboard', { story });
        },
      },
    );
    await queues.ensureDraw('storyboard', { story: 'a' });
    await turns.reached;
    expect(turns.count()).toBe(2);
  });

  it('that is delayed is woken by a resume', async () => {
    const turns = countTo(2);
    await start(async () => {
      turns.add();
      return turns.count() === 1 ? { kind: 'yield', delayMs: 3_600_000 } : { kind: 'done' };
    });
    await queues.ensureDraw('storyboard', { story: 'a' });
    await expect
      .poll(() => queues.depths())
      .toContainEqual(
        expect.objectContaining({ name: 'draw-storyboard', waiting: 0, active: 0, delayed: 1, first: null }),
      );
    await queues.ensureDraw('storyboard', { story: 'a' }, { now: true });
    await turns.reached;
  });
});
