import { randomUUID } from 'node:crypto';
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectQueue, type QueueConnection, redisOf } from '../src/connect.ts';
import { openQueues, type Queues } from '../src/open-queues.ts';

let connection: QueueConnection;
let redis: Redis;
let queues: Queues;
let bare: Queue;
let root: string;
beforeEach(() => {
  root = `{test-${randomUUID()}}`;
  connection = connectQueue(process.env.REDIS_URL as string, 'patient');
  redis = redisOf(connection);
  queues = openQueues({ connection, root, providers: ['storyboard'] });
  bare = new Queue('draw-storyboard', { connection: redis, prefix: root });
});
afterEach(async () => {
  await bare.close();
  await queues[Symbol.asyncDispose]();
  redis.disconnect();
});

/** A job as a turn leaves it when it is released. */
const delayed = (story: string, ms: number) => bare.add('draw', { story }, { jobId: story, delay: ms });
const first = async () => (await queues.depths())[0]?.first;

describe('depths', () => {
  it('are zero for empty queues, with nothing in line', async () => {
    const empty = { waiting: 0, active: 0, delayed: 0, first: null };
    expect(await queues.depths()).toEqual([
      { name: 'draw-storyboard', provider: 'storyboard', ...empty },
      { name: 'finalize', provider: null, ...empty },
    ]);
  });

  it('name the first in line, not the last', async () => {
    const before = Date.now();
    for (const story of ['a', 'b', 'c']) await queues.ensureDraw('storyboard', { story });
    const after = Date.now();
    const it = await first();
    expect(it?.story).toBe('a');
    expect((it?.since ?? 0) >= before && (it?.since ?? 0) <= after).toBe(true);
    expect((await queues.depths())[0]).toMatchObject({ waiting: 3, active: 0, delayed: 0 });
  });

  it('do not count a delayed job, but do count one that is due although there is no worker', async () => {
    await delayed('later', 60_000);
    expect(await first()).toBeNull();
    const before = Date.now();
    await delayed('now', 1);
    await expect.poll(first).toMatchObject({ story: 'now' });
    expect((await first())?.since).toBeGreaterThanOrEqual(before);
    expect((await first())?.since).toBeLessThanOrEqual(before + 1_000);
  });

  it('include sheets and books, and jobs without a story', async () => {
    await queues.ensureFinalize([{ kind: 'sheet', story: 'a', sheet: 1 }]);
    expect((await queues.depths())[1]).toMatchObject({ name: 'finalize', waiting: 1, first: { story: 'a' } });
  });
});

describe('waking', () => {
  it('puts stories that wait for a later time in line, and leaves the others alone', async () => {
    for (const story of ['late', 'later']) await delayed(story, 3_600_000);
    await queues.ensureDraw('storyboard', { story: 'in-line' });
    expect(await queues.wakeDraws('storyboard', ['late', 'in-line', 'none'])).toBe(1);
    expect((await queues.depths())[0]).toMatchObject({ waiting: 2, delayed: 1 });
    expect(await queues.wakeDraws('storyboard', [])).toBe(0);
  });

  it('puts sheets in line that wait for longer than any is ever put off', async () => {
    const sheets = new Queue('finalize', { connection: redis, prefix: root });
    for (const [sheet, delay] of [30_000, 7_200_000].entries())
      await sheets.add('sheet', {}, { jobId: `s-${sheet}`, delay });
    expect(await queues.wakeFinalize()).toBe(1);
    expect((await queues.depths())[1]).toMatchObject({ waiting: 1, delayed: 1 });
    await sheets.close();
  });
});
