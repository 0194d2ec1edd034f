import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ModelLimit, ProviderId } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectQueue, type QueueConnection, redisOf } from '../src/connect.ts';
import type { ModelLimits } from '../src/limits/limit-types.ts';
import { openModelLimits } from '../src/model-limits.ts';

let connection: QueueConnection;
let redis: Redis;
let root: string;
let limits: ModelLimits;
let woken: string[];
const opened: ModelLimits[] = [];

/** One process's view of the limits. */
function open(options: { leaseMs?: number; longestWaitMs?: number } = {}): ModelLimits {
  const wake = async (provider: ProviderId, story: string) => void woken.push(`${provider} ${story}`);
  const it = openModelLimits({ connection, root, wake, ...options });
  opened.push(it);
  return it;
}

const model = (name: string, concurrency: number | null, imagesPerMinute: number | null = null): ModelLimit => ({
  provider: name.startsWith('fal') ? 'fal' : 'openai',
  model: name,
  concurrency,
  imagesPerMinute,
});
const asks = (...ids: string[]) => ids.map((id) => ({ id, images: 1 }));
const forever = new AbortController().signal;

async function kindsOf(limit: ModelLimit, story: string, ...ids: string[]): Promise<string[]> {
  const rooms = await limits.take(limit, story, asks(...ids));
  return ids.map((id) => rooms.get(id)?.kind ?? 'missing');
}
/** A refusal of a request sent in this round; the present one if not given. */
async function refuse(limit: ModelLimit, refusal: { retryAfterMs?: number; round?: number } = {}): Promise<number> {
  const id = randomUUID();
  const round = (await limits.take(limit, 's', [{ id, images: 1 }])).get(id)?.round ?? 0;
  return limits.refused(limit, 's', { id, round, retryAfterMs: undefined, words: 'slow down', ...refusal });
}
const take = async (limit: ModelLimit, images: number) =>
  (await limits.take(limit, 's', [{ id: randomUUID(), images }])).values().next().value;

beforeEach(() => {
  connection = connectQueue(process.env.REDIS_URL as string, 'patient');
  redis = redisOf(connection);
  root = `{test-${randomUUID()}}`;
  woken = [];
  limits = open();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((it) => it[Symbol.asyncDispose]()));
  redis.disconnect();
});

describe('the permits of a model', () => {
  it('never exceed its limit, whichever process asks; other models have their own', async () => {
    const limit = model('m', 2);
    expect(await kindsOf(limit, 'a', '1', '2', '3')).toEqual(['taken', 'taken', 'line']);
    expect(await kindsOf(limit, 'b', '1')).toEqual(['line']);
    expect(await kindsOf(model('n', 1), 'b', '1')).toEqual(['taken']);
    expect(await kindsOf({ ...limit, provider: 'azure' }, 'b', '1')).toEqual(['taken']);
    expect(await limits.enter(limit, 'c')).toEqual({ kind: 'parked', why: 'permits', waitMs: 0, words: null });
  });

  it('belong to a request: asking again takes no second permit', async () => {
    const limit = model('m', 1);
    expect(await kindsOf(limit, 'a', '1')).toEqual(['taken']);
    expect(await kindsOf(limit, 'a', '1')).toEqual(['taken']);
    await limits.free(limit, 'a', ['1']);
    expect(await kindsOf(limit, 'b', '1')).toEqual(['taken']);
  });

  it('that are freed go to the requests in line, in the order they asked, and each is notified', async () => {
    const limit = model('m', 1);
    await kindsOf(limit, 'a', '1');
    const other = open();
    await other.take(limit, 'b', asks('1', '2'));
    const first = other.untilGranted(limit, 'b', '1', forever);
    await limits.free(limit, 'a', ['1']);
    await first;
    expect((await other.take(limit, 'b', asks('1'))).get('1')).toMatchObject({ kind: 'taken', waitMs: 0 });
    expect((await other.take(limit, 'b', asks('2'))).get('2')?.kind).toBe('line');
  });

  it('go to requests of running turns before another turn is started, then to parked turns in their order', async () => {
    const limit = model('m', 1);
    expect(await limits.enter(limit, 'a')).toEqual({ kind: 'entered' });
    for (const story of ['b', 'c']) expect((await limits.enter(limit, story)).kind).toBe('parked');
    expect(await kindsOf(limit, 'a', '1', '2')).toEqual(['taken', 'line']);
    await limits.free(limit, 'a', ['1']);
    expect(woken).toEqual([]);
    // Asking again, no request loses its place.
    await limits.enter(limit, 'b');
    await limits.free(limit, 'a', ['2']);
    expect(woken).toEqual(['openai b']);
    expect(await limits.isGranted(limit, 'b')).toBe(true);
    expect(await limits.enter(limit, 'b')).toEqual({ kind: 'entered' });
    await limits.leave(limit, 'b');
    expect(woken).toEqual(['openai b', 'openai c']);
  });

  it('of a turn goes to its first request; requests at the vendor have one even above the limit', async () => {
    const limit = model('m', 1);
    await limits.enter(limit, 'a');
    expect(await kindsOf(limit, 'a', '1')).toEqual(['taken']);
    await limits.leave(limit, 'a');
    expect(await kindsOf(limit, 'b', '1')).toEqual(['line']);
    await limits.admit(limit, 'c', ['1', '2']);
    await limits.free(limit, 'a', ['1']);
    await limits.free(limit, 'c', ['1']);
    expect(await kindsOf(limit, 'b', '1')).toEqual(['line']);
    await limits.free(limit, 'c', ['2']);
    expect(await kindsOf(limit, 'b', '1')).toEqual(['taken']);
  });

  it('and places in line are freed when their process dies', async () => {
    const limit = model('m', 1);
    const dead = open({ leaseMs: 300 });
    await dead.take(limit, 'a', asks('1', '2'));
    const alive = open({ leaseMs: 300 });
    await alive.take(limit, 'b', asks('1'));
    await alive.enter(limit, 'c');
    const granted = alive.untilGranted(limit, 'b', '1', forever);
    for (let i = 0; i < 6; i += 1) {
      await delay(75);
      await alive.renew(limit, 'b', { permitted: [], waiting: ['1'] });
    }
    await granted;
    await alive.free(limit, 'b', ['1']);
    expect(woken).toEqual(['openai c']);
  });

  it('live as long as they are renewed, and a sweep grants those that were not to others', async () => {
    const limit = model('m', 1);
    const short = open({ leaseMs: 300 });
    await short.take(limit, 'a', asks('1'));
    await short.enter(limit, 'b');
    for (let i = 0; i < 6; i += 1) {
      await delay(75);
      await short.renew(limit, 'a', { permitted: ['1'], waiting: [] });
      await short.sweep();
    }
    expect(woken).toEqual([]);
    await delay(350);
    await short.sweep();
    expect(woken).toEqual(['openai b']);
    // The process that was to wake it may have died: it is woken again.
    await short.sweep();
    expect(woken).toEqual(['openai b', 'openai b']);
  });

  it('are taken again by requests in progress whose lease expired while Redis was away', async () => {
    const limit = model('m', 1);
    await limits.take(limit, 'a', asks('1'));
    await redis.del(...(await redis.keys(`${root}*`)));
    await limits.renew(limit, 'a', { permitted: ['1'], waiting: ['2'] });
    expect(await kindsOf(limit, 'b', '1')).toEqual(['line']);
    const granted = limits.untilGranted(limit, 'a', '2', forever);
    await limits.free(limit, 'a', ['1']);
    await granted;
  });

  it('are not awaited after the signal', async () => {
    const limit = model('m', 1);
    await limits.take(limit, 'a', asks('1', '2'));
    const stop = new AbortController();
    const granted = limits.untilGranted(limit, 'a', '2', stop.signal);
    stop.abort(new Error('stopping'));
    await expect(granted).rejects.toThrow('stopping');
  });

  it('are counted and never used up for a model without a limit', async () => {
    const limit = model('m', null);
    const ids = Array.from({ length: 100 }, (_, i) => String(i));
    expect(await kindsOf(limit, 'a', ...ids)).toEqual(Array(100).fill('taken'));
    expect(await limits.enter(limit, 'b')).toEqual({ kind: 'entered' });
    await limits.leave(limit, 'b');
    expect((await limits.levels())[0]).toMatchObject({ underWay: 100, waiting: 0 });
    await limits.free(limit, 'a', ids);
    expect((await limits.levels())[0]).toMatchObject({ underWay: 0, waiting: 0 });
  });
});

describe('the images of a model', () => {
  it('go out at once for a minute, then spread; a request that would wait too long takes nothing', async () => {
    const limit = model('m', null, 60);
    expect(await take(limit, 60)).toMatchObject({ kind: 'taken', waitMs: 0 });
    const next = await take(limit, 10);
    expect(next?.kind).toBe('soon');
    expect(next?.waitMs).toBeGreaterThan(9_000);
    expect(next?.waitMs).toBeLessThanOrEqual(10_000);
    expect((await take(limit, 40))?.kind).toBe('full');
    const after = await take(limit, 1);
    expect([after?.kind, (after?.waitMs ?? 0) > 10_000, (after?.waitMs ?? 0) <= 11_000]).toEqual(['soon', true, true]);
  });

  it('are counted by request: of eight at five per minute, five go now and the others one every 12 s', async () => {
    const limit = model('m', 8, 5);
    const rooms = await limits.take(limit, 'a', asks('1', '2', '3', '4', '5', '6', '7', '8'));
    const waits = [...rooms.values()].map(({ kind, waitMs }) => [kind, Math.round(waitMs / 1_000)]);
    expect(waits.slice(0, 7)).toEqual([...Array(5).fill(['taken', 0]), ['soon', 12], ['soon', 24]]);
    expect(waits[7]?.[0]).toBe('full');
    expect((await limits.levels())[0]).toMatchObject({ underWay: 7, concurrency: 8, imagesPerMinute: 5 });
  });

  it('that were promised for later are not taken twice by asking again', async () => {
    const limit = model('m', null, 60);
    await take(limit, 60);
    const first = (await limits.take(limit, 's', asks('x'))).get('x');
    const again = (await limits.take(limit, 's', asks('x'))).get('x');
    expect([first?.kind, again?.kind]).toEqual(['soon', 'soon']);
    expect(again?.waitMs).toBeLessThanOrEqual(first?.waitMs ?? 0);
    expect((await take(limit, 1))?.waitMs).toBeLessThanOrEqual(2_000);
  });

  it('without a limit are never used up, and other models are not affected', async () => {
    await take(model('m', null, 60), 1_000);
    expect(await take(model('other', null), 8)).toMatchObject({ kind: 'taken', waitMs: 0 });
    expect((await take(model('n', null, 60), 8))?.waitMs).toBe(0);
  });

  it('are not ordered during a pause that the vendor asked for, the longest one if there were several', async () => {
    const closed = model('fal-m', 8);
    await refuse(closed, { retryAfterMs: 60_000 });
    await refuse(closed, { retryAfterMs: 1_000, round: 0 });
    const room = await take(closed, 1);
    expect(room?.kind).toBe('refused');
    expect(room?.waitMs).toBeGreaterThan(50_000);
    expect(await limits.enter(closed, 'a')).toMatchObject({ kind: 'parked', why: 'refused', words: 'slow down' });
  });

  it('park a turn whose first one would wait too long; it is woken when there is space', async () => {
    const limit = model('m', 8, 60);
    const patient = open({ longestWaitMs: 100 });
    await refuse(limit, { retryAfterMs: 500 });
    const parked = await patient.enter(limit, 'a');
    expect(parked).toMatchObject({ kind: 'parked', why: 'refused' });
    expect(parked.kind === 'parked' && parked.waitMs > 300).toBe(true);
    await patient.sweep();
    expect(woken).toEqual([]);
    await delay(600);
    await patient.sweep();
    expect(woken).toEqual(['openai a']);
  });
});

describe('how much of the limits is used', () => {
  it('is shown by provider and model while they are in use', async () => {
    expect(await limits.levels()).toEqual([]);
    const limited = model('m', 2, 60);
    await take(limited, 15);
    await limits.take(limited, 'b', asks('1', '2'));
    await limits.enter(limited, 'c');
    const unlimited = model('unlimited', null);
    await take(unlimited, 15);
    await take(model('fal-other', 8, 50), 100);
    await refuse(unlimited, { retryAfterMs: 60_000 });
    const levels = await limits.levels();
    expect(levels).toMatchObject([
      { provider: 'fal', model: 'fal-other', concurrency: 8, imagesPerMinute: 50, usedShare: 1, blockedMs: 0 },
      { provider: 'openai', model: 'm', concurrency: 2, imagesPerMinute: 60, underWay: 2, waiting: 2 },
      { provider: 'openai', model: 'unlimited', concurrency: null, refusing: { words: 'slow down' } },
    ]);
    expect(levels[1]?.usedShare).toBeGreaterThan(0.25);
    expect(levels[1]?.usedShare).toBeLessThanOrEqual(16 / 60);
    expect(levels[2]?.blockedMs).toBeGreaterThan(55_000);
  });

  it('is not shown an hour later, unless something waits, runs or is blocked', async () => {
    const names = ['idle', 'closed', 'busy'];
    for (const name of names) await limits.take(model(name, 8, 60), 'a', asks('1'));
    for (const name of ['idle', 'closed']) await limits.free(model(name, 8, 60), 'a', ['1']);
    await refuse(model('closed', 8, 60), { retryAfterMs: 60_000 });
    const index = `${root}:limits`;
    for (const name of names) {
      const [at, ...rest] = String(await redis.hget(index, `openai:${name}`)).split(' ');
      await redis.hset(index, `openai:${name}`, [Number(at) - 3_601_000, ...rest].join(' '));
    }
    expect((await limits.levels()).map((level) => level.model)).toEqual(['busy', 'closed']);
    expect((await redis.hkeys(index)).sort()).toEqual(['openai:busy', 'openai:closed']);
  });
});
