import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ModelLimit } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectQueue, type QueueConnection, redisOf } from '../src/connect.ts';
import type { ModelLimits, Room } from '../src/limits/limit-types.ts';
import { type ModelLimitsOptions, openModelLimits } from '../src/model-limits.ts';

let connection: QueueConnection;
let redis: Redis;
let root: string;
let woken: string[];
const opened: ModelLimits[] = [];
const model = (imagesPerMinute: number | null, concurrency: number | null = 8): ModelLimit => ({
  provider: 'openai',
  model: 'm',
  concurrency,
  imagesPerMinute,
});

function open(options: Partial<ModelLimitsOptions> = {}): ModelLimits {
  const it = openModelLimits({ connection, root, wake: async (_, story) => void woken.push(story), ...options });
  opened.push(it);
  return it;
}

async function ask(limits: ModelLimits, limit: ModelLimit, id: string, images = 1): Promise<Room> {
  const room = (await limits.take(limit, 's', [{ id, images }])).get(id);
  if (!room) throw new Error('no answer');
  return room;
}

const refusal = (id: string, round: number, retryAfterMs?: number) => ({
  id,
  round,
  retryAfterMs,
  words: 'Rate limit reached',
});
const levelOf = async (limits: ModelLimits) => (await limits.levels())[0];

beforeEach(() => {
  connection = connectQueue(process.env.REDIS_URL as string, 'patient');
  redis = redisOf(connection);
  root = `{test-${randomUUID()}}`;
  woken = [];
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((it) => it[Symbol.asyncDispose]()));
  redis.disconnect();
});

describe('the rate of a model whose vendor refuses requests over its rate limit', () => {
  it('is halved once for a round, however many of its requests are refused', async () => {
    const limits = open();
    const limit = model(20);
    const rooms = await Promise.all(['1', '2', '3', '4'].map((id) => ask(limits, limit, id, 5)));
    for (const [index, room] of rooms.entries()) await limits.refused(limit, 's', refusal(`${index + 1}`, room.round));
    const level = await levelOf(limits);
    expect(level?.learnedPerMinute).toBe(10);
    expect(level?.refusing?.words).toBe('Rate limit reached');
    expect(level?.blockedMs).toBeGreaterThan(9_000);
    expect(level?.blockedMs).toBeLessThanOrEqual(11_000);
  });

  it('is learned from the traffic where no limit is known, and is never less than one image a minute', async () => {
    const limits = open();
    const busy = model(null);
    await ask(limits, busy, '1', 10);
    await limits.refused(busy, 's', refusal('1', 0));
    // Ten within ten seconds are 60 a minute.
    expect((await levelOf(limits))?.learnedPerMinute).toBe(30);
    const slow = { ...model(1), model: 'slow' };
    await ask(limits, slow, '1');
    await limits.refused(slow, 's', refusal('1', 0));
    expect((await limits.levels()).find((it) => it.model === 'slow')?.learnedPerMinute).toBe(1);
  });

  it('grows by one image a minute every minute once something passes, up to the known limit', async () => {
    const limits = open({ minuteMs: 100, pauses: { firstMs: 1, longestMs: 1 } });
    const limit = model(20);
    await ask(limits, limit, '1', 20);
    await limits.refused(limit, 's', refusal('1', 0));
    await delay(300);
    // Not while nothing has passed.
    expect((await levelOf(limits))?.learnedPerMinute).toBe(10);
    expect((await ask(limits, limit, 'p')).kind).toBe('line');
    expect((await ask(limits, limit, 'p')).kind).toBe('probe');
    await limits.passed(limit, 's', 'p');
    const before = (await levelOf(limits))?.learnedPerMinute ?? 0;
    await delay(200);
    const after = (await levelOf(limits))?.learnedPerMinute ?? 0;
    expect(after - before).toBeGreaterThanOrEqual(1.9);
    await delay(1_200);
    expect((await levelOf(limits))?.learnedPerMinute).toBe(20);
  });

  it('spreads images evenly from then on, since the vendor counts by less than a minute', async () => {
    const limits = open({ pauses: { firstMs: 1, longestMs: 1 } });
    const limit = model(20, null);
    await ask(limits, limit, '1', 20);
    await limits.refused(limit, 's', refusal('1', 0));
    await delay(20);
    await ask(limits, limit, 'p');
    await ask(limits, limit, 'p');
    await limits.passed(limit, 's', 'p');
    const waits = [];
    for (const id of ['a', 'b', 'c']) waits.push(Math.round((await ask(limits, limit, id)).waitMs / 1_000));
    expect(waits).toEqual([6, 12, 18]);
  });
});

describe('after a refusal', () => {
  it('one request tries whether the pause was long enough, and the others follow once it has passed', async () => {
    const limits = open({ pauses: { firstMs: 50, longestMs: 50 }, minuteMs: 1_000 });
    const limit = model(null);
    await ask(limits, limit, '1');
    await limits.refused(limit, 's', refusal('1', 0));
    for (const id of ['a', 'b', 'c']) expect((await ask(limits, limit, id)).kind).toBe('line');
    await limits.enter(limit, 'parked');
    await delay(80);
    await limits.sweep();
    const kinds = async () => Promise.all(['a', 'b', 'c'].map(async (id) => (await ask(limits, limit, id)).kind));
    expect((await kinds()).filter((kind) => kind === 'probe' || kind === 'soon')).toHaveLength(1);
    expect(woken).toEqual([]);
    await limits.passed(limit, 's', 'a');
    expect((await kinds()).filter((kind) => kind === 'line')).toEqual([]);
    expect(woken).toEqual(['parked']);
    expect((await levelOf(limits))?.refusing).toBeNull();
  });

  it('pauses grow as long as nothing passes and the vendor names none', async () => {
    const limits = open({ pauses: { firstMs: 1_000, longestMs: 5_000 } });
    const limit = model(null);
    const pauses = [];
    for (const round of [0, 1, 2, 3, 4]) pauses.push(await limits.refused(limit, 's', refusal('x', round)));
    for (const [index, ms] of [1_000, 2_000, 4_000, 5_000, 5_000].entries()) {
      expect(pauses[index]).toBeGreaterThan(ms - 200);
      expect(pauses[index]).toBeLessThanOrEqual(ms * 1.1);
    }
  });

  it('a pause that the vendor names counts as it is, for three hours if it says so', async () => {
    const limits = open();
    const limit = model(null);
    const paused = await limits.refused(limit, 's', refusal('x', 0, 10_800_000));
    expect(paused).toBeGreaterThan(10_790_000);
    expect(paused).toBeLessThanOrEqual(10_800_000 * 1.1);
    expect(await limits.enter(limit, 'a')).toMatchObject({ why: 'refused', words: 'Rate limit reached' });
  });

  it('those in line learn that it takes long, and end their turns', async () => {
    const limits = open({ longestWaitMs: 1_000 });
    const limit = model(null, 1);
    const first = await ask(limits, limit, '1');
    expect((await ask(limits, limit, '2')).kind).toBe('line');
    const learned = limits.untilGranted(limit, 's', '2', new AbortController().signal);
    await limits.refused(limit, 's', refusal('1', first.round));
    // With the renewal of the lock, should the message have been lost.
    await limits.renew(limit, 's', { permitted: [], waiting: ['2'] });
    await learned;
    expect(await ask(limits, limit, '2')).toMatchObject({ kind: 'refused', words: 'Rate limit reached' });
  });

  it('a probe that died, or was never sent, is followed by another', async () => {
    const limits = open({ pauses: { firstMs: 1, longestMs: 1 }, leaseMs: 1_500 });
    const limit = model(null);
    await limits.refused(limit, 's', refusal('x', 0));
    await delay(20);
    expect(await limits.enter(limit, 'a')).toEqual({ kind: 'entered' });
    expect((await limits.enter(limit, 'b')).kind).toBe('parked');
    await limits.leave(limit, 'a');
    expect(woken).toEqual(['b']);
    await limits.enter(limit, 'c');
    await delay(1_600);
    await limits.sweep();
    expect(woken).toEqual(['b', 'c']);
  });

  it('a question about a request at the vendor that is refused pauses, and says nothing about the rate', async () => {
    const limits = open();
    const limit = model(20);
    await limits.refused(limit, 's', { id: 'x', round: null, retryAfterMs: undefined, words: '' });
    const level = await levelOf(limits);
    expect([level?.learnedPerMinute, (level?.blockedMs ?? 0) > 9_000]).toEqual([null, true]);
  });
});
