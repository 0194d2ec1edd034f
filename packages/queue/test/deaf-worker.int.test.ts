import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { connectQueue, type QueueConnection, redisOf } from '../src/connect.ts';
import { drawQueueName } from '../src/jobs.ts';
import type { Rebuilt } from '../src/keep-worker.ts';
import { openQueues, type Queues } from '../src/open-queues.ts';
import { openConcurrency } from '../src/shared-concurrency.ts';
import { type QueueTurn, type RunningWorker, startDrawWorker, type TurnOutcome } from '../src/start-draw-worker.ts';
import { startFinalizeWorker } from '../src/start-finalize-worker.ts';

/** Twelve times as fast as in production: deaf after 0.9 s. */
const watch = { everyMs: 150, looks: 6 };

let connection: QueueConnection;
let redis: Redis;
let duplicates: MockInstance<Redis['duplicate']>;
let root: string;
let queues: Queues;
let workers: Pick<RunningWorker, 'close'>[];
let rebuilt: Rebuilt[];
/** Resolved at the end, so that no turn is left. */
let ended: PromiseWithResolvers<void>;

beforeEach(() => {
  root = `{test-${randomUUID()}}`;
  connection = connectQueue(process.env.REDIS_URL as string, 'patient');
  redis = redisOf(connection);
  duplicates = vi.spyOn(redis, 'duplicate');
  queues = openQueues({ connection, root, providers: ['storyboard'] });
  workers = [];
  rebuilt = [];
  ended = Promise.withResolvers();
});
afterEach(async () => {
  ended.resolve();
  await Promise.all(workers.map((worker) => worker.close({ abort: true })));
  await queues[Symbol.asyncDispose]();
  const keys = await redis.keys(`${root}:*`);
  if (keys.length > 0) await redis.del(keys);
  redis.disconnect();
});

/**
 * As in BullMQ's issues: the blocking connection is closed while it waits to reconnect, ioredis forgets its timer, and the read
 * queued on it is never sent. BullMQ's own deadline then waits for a connection that never comes.
 */
async function deafen(nth = 0): Promise<void> {
  const blocking = duplicates.mock.results[nth]?.value as Redis;
  await expect.poll(() => blocking.status).toBe('ready');
  blocking.once('reconnecting', () => blocking.disconnect());
  blocking.disconnect(true);
  await expect.poll(() => blocking.status).toBe('reconnecting');
}

async function start(
  draw: (queueTurn: QueueTurn) => Promise<TurnOutcome>,
  more: { concurrency?: number; lockMs?: number; seat?: string; onDone?: (story: string) => void } = {},
) {
  const { onDone, concurrency = 2, ...options } = more;
  const worker = await startDrawWorker({
    connection,
    root,
    provider: 'storyboard',
    concurrency: openConcurrency(concurrency),
    seat: undefined,
    watch,
    onDone: async (story) => onDone?.(story),
    onRebuilt: (it) => rebuilt.push(it),
    onError: () => undefined,
    ...options,
    draw,
  });
  workers.push(worker);
}

const add = (story: string) => queues.ensureDraw('storyboard', { story });

describe('a deaf worker', () => {
  it('is replaced: waiting jobs are taken, and the turn in progress continues with its lock', async () => {
    const reported: string[] = [];
    let most = 0;
    let inside = 0;
    const draw = async ({ story, signal }: QueueTurn): Promise<TurnOutcome> => {
      reported.push(`${story} begins`);
      inside += 1;
      most = Math.max(most, inside);
      if (story === 'long') await ended.promise;
      inside -= 1;
      reported.push(`${story} ends${signal.aborted ? ' aborted' : ''}`);
      return { kind: 'done' };
    };
    await start(draw, { lockMs: 400, onDone: (story) => reported.push(`${story} is done`) });
    await add('long');
    await expect.poll(() => reported).toEqual(['long begins']);
    await deafen();
    await add('a');
    await add('b');
    await expect.poll(() => reported.filter((it) => it.endsWith('is done')), { timeout: 5_000 }).toHaveLength(2);
    expect(rebuilt).toEqual([{ queue: 'draw-storyboard', due: 2, inHand: 1 }]);
    // Three locks long: if its renewals had ended with the worker, the story would be drawn again.
    await wait(1_200);
    ended.resolve();
    await expect.poll(() => reported.at(-1)).toBe('long is done');
    expect(reported.filter((it) => it.startsWith('long'))).toEqual(['long begins', 'long ends', 'long is done']);
    expect(most).toBe(2);
    // The new worker has the full concurrency again.
    await deafen(1);
    await add('c');
    await expect.poll(() => reported.at(-1), { timeout: 5_000 }).toBe('c is done');
    expect(rebuilt).toHaveLength(2);
  });

  it('leaves its jobs and those of its replacement to the next process in its seat', async () => {
    const begun: string[] = [];
    const draw = (who: string) => async (queueTurn: QueueTurn) => {
      begun.push(`${who}: ${queueTurn.story}`);
      await ended.promise;
      return { kind: 'done' } as const;
    };
    await start(draw('first'), { seat: 'worker', lockMs: 60_000 });
    await add('a');
    await expect.poll(() => begun).toEqual(['first: a']);
    await deafen();
    await add('b');
    await expect.poll(() => begun, { timeout: 5_000 }).toEqual(['first: a', 'first: b']);
    await start(draw('next'), { seat: 'worker', lockMs: 60_000 });
    await expect.poll(() => begun.slice(2).sort(), { timeout: 5_000 }).toEqual(['next: a', 'next: b']);
  });

  it('is replaced in the finalizer, too', async () => {
    const made: string[] = [];
    workers.push(
      await startFinalizeWorker({
        connection,
        root,
        concurrency: 2,
        seat: 'finalizer',
        watch,
        finalize: async (job) => void made.push(job.kind),
        onGivenUp: async () => undefined,
        onRebuilt: (it) => rebuilt.push(it),
        onError: () => undefined,
      }),
    );
    await deafen();
    await queues.ensureFinalize([{ kind: 'sheet', story: 'a', sheet: 1 }]);
    await expect.poll(() => made, { timeout: 5_000 }).toEqual(['sheet']);
    expect(rebuilt).toEqual([{ queue: 'finalize', due: 1, inHand: 0 }]);
  });
});

describe('no healthy worker is replaced', () => {
  const longMs = watch.everyMs * watch.looks * 2;

  it('that is idle, has delayed everything, or is fully occupied', async () => {
    const begun: string[] = [];
    await start(async ({ story }) => {
      begun.push(story);
      if (story.startsWith('put off')) return { kind: 'yield', delayMs: 3_600_000 };
      await ended.promise;
      return { kind: 'done' };
    });
    await wait(longMs);
    for (const story of ['put off 1', 'put off 2']) await add(story);
    await expect.poll(() => begun).toHaveLength(2);
    await wait(longMs);
    for (const story of ['a', 'b', 'c', 'd']) await add(story);
    await wait(longMs);
    expect([begun.slice(2), rebuilt]).toEqual([['a', 'b'], []]);
  });

  it('whose queue is paused', async () => {
    const begun: string[] = [];
    const queue = new Queue(drawQueueName('storyboard'), { connection: redis, prefix: root });
    await queue.pause();
    await start(async ({ story }) => {
      begun.push(story);
      return { kind: 'done' };
    });
    await add('a');
    await wait(longMs);
    expect([begun, rebuilt]).toEqual([[], []]);
    await queue.resume();
    await expect.poll(() => begun).toEqual(['a']);
    await queue.close();
  });
});
