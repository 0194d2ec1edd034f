import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectQueue, type QueueConnection, redisOf } from '../src/connect.ts';
import { openFirstAnswers } from '../src/first-answers.ts';
import { openProviderOutages, type ProviderOutages } from '../src/provider-outages.ts';

let connection: QueueConnection;
let redis: Redis;
let root: string;
const open = (options: { firstMs?: number; longestMs?: number; leaseMs?: number } = {}): ProviderOutages =>
  openProviderOutages({ connection, root, ...options });
const fail = (
  outages: ProviderOutages,
  request: string,
  { story = 's', what = request, certain = false, costly = false } = {},
) => outages.failed('openai', { story, request, what, words: `502 at ${request}`, certain, costly });
async function openBreaker(outages: ProviderOutages) {
  for (const request of ['1', '2', '3']) await fail(outages, request);
}
const ask = (outages: ProviderOutages, story: string, request: string | null = null, asksFree = false) =>
  outages.ask('openai', { story, request }, asksFree);

beforeEach(() => {
  connection = connectQueue(process.env.REDIS_URL as string, 'patient');
  redis = redisOf(connection);
  root = `{test-${randomUUID()}}`;
});
afterEach(() => redis.disconnect());

describe('the breaker of a provider', () => {
  it('opens with the third request that fails, for all processes, and says so once', async () => {
    const [here, there] = [open(), open()];
    expect(await fail(here, '1')).toEqual({ kind: 'closed' });
    // The same failure, reported again because an answer was lost.
    expect(await fail(here, '1')).toEqual({ kind: 'closed' });
    expect(await fail(there, '2')).toEqual({ kind: 'closed' });
    expect(await ask(there, 'a')).toEqual({ kind: 'closed' });
    expect(await fail(there, '3')).toMatchObject({ kind: 'open', opened: true, words: '502 at 3' });
    expect(await fail(here, '4')).toMatchObject({ kind: 'open', opened: false });
    const asked = await ask(here, 'a');
    expect(asked).toMatchObject({ kind: 'open', words: '502 at 3' });
    expect(asked.kind === 'open' && asked.waitMs > 4_000 && asked.waitMs <= 5_000).toBe(true);
    expect(await here.ask('fal', { story: 'a', request: null }, false)).toEqual({ kind: 'closed' });
  });

  it('opens with the second request, for six times as long, where every try may be charged', async () => {
    const outages = open();
    expect(await fail(outages, '1', { costly: true })).toEqual({ kind: 'closed' });
    const opened = await fail(outages, '2', { costly: true });
    expect(opened).toMatchObject({ kind: 'open', opened: true });
    expect(opened.kind === 'open' && opened.waitMs > 29_000 && opened.waitMs <= 30_000).toBe(true);
  });

  it('stays closed when the same thing fails again and again, unless it is certain that the provider fails', async () => {
    const outages = open();
    for (const request of ['1', '2', '3', '4', '5'])
      expect(await fail(outages, request, { what: 'panel 2' })).toEqual({ kind: 'closed' });
    expect(await fail(outages, '6', { what: 'panel 2', certain: true })).toMatchObject({ kind: 'open', opened: true });
  });

  it('stays closed when requests succeed in between', async () => {
    const outages = open();
    for (const request of ['1', '2', '3', '4']) {
      expect(await fail(outages, request)).toEqual({ kind: 'closed' });
      await fail(outages, `${request}b`);
      expect(await outages.passed('openai', 's', ['x'])).toBeNull();
    }
    expect(await outages.read('openai')).toBeNull();
  });

  it('lets one request through when the wait is over; the others follow when it succeeds', async () => {
    const outages = open({ firstMs: 30 });
    await openBreaker(outages);
    await delay(40);
    expect(await ask(outages, 'a')).toEqual({ kind: 'probe' });
    expect((await ask(outages, 'b')).kind).toBe('open');
    expect(await ask(outages, 'a', '7')).toEqual({ kind: 'probe' });
    expect((await ask(outages, 'a', '8')).kind).toBe('open');
    // One that was on its way when the breaker opened.
    expect(await outages.passed('openai', 'b', ['old'])).toBeNull();
    expect((await ask(outages, 'b')).kind).toBe('open');
    expect(await outages.passed('openai', 'a', ['6', '7'])).toBeGreaterThan(0);
    expect(await ask(outages, 'b')).toEqual({ kind: 'closed' });
  });

  it('opens for twice as long with each probe that fails, up to the longest wait', async () => {
    const outages = open({ firstMs: 40, longestMs: 100 });
    await openBreaker(outages);
    for (const wait of [80, 100, 100]) {
      await delay(((await outages.read('openai'))?.waitMs ?? 0) + 5);
      expect(await ask(outages, 'a', 'p')).toEqual({ kind: 'probe' });
      const failed = await fail(outages, 'p', { story: 'a' });
      expect(failed.kind === 'open' && failed.waitMs).toBe(wait);
      expect(failed).toMatchObject({ opened: false });
    }
  });

  it('gives the probe to another story when its process dies, or when it is not used', async () => {
    const outages = open({ firstMs: 1, leaseMs: 800 });
    await openBreaker(outages);
    await delay(10);
    expect(await ask(outages, 'a', '1')).toEqual({ kind: 'probe' });
    for (let i = 0; i < 4; i += 1) {
      await delay(300);
      await outages.renew('openai', 'a');
      expect((await ask(outages, 'b', '2')).kind).toBe('open');
    }
    await delay(900);
    expect(await ask(outages, 'b', '2')).toEqual({ kind: 'probe' });
    await outages.leave('openai', 'b');
    expect(await ask(outages, 'a', '3')).toEqual({ kind: 'probe' });
  });

  it('waits for the answer to something free where there is such a thing, asked by one process', async () => {
    const [here, there] = [open({ firstMs: 30, longestMs: 60 }), open({ firstMs: 30, longestMs: 60 })];
    await openBreaker(here);
    expect(await here.mayAskFree('openai', 1_000)).toBe(false);
    await delay(40);
    expect((await ask(here, 'a', null, true)).kind).toBe('open');
    expect(await here.mayAskFree('openai', 1_000)).toBe(true);
    expect(await there.mayAskFree('openai', 1_000)).toBe(false);
    await here.answeredFree('openai', { works: false, words: 'still 502' });
    expect(await here.read('openai')).toMatchObject({ words: 'still 502' });
    expect(await there.mayAskFree('openai', 1_000)).toBe(false);
    await delay(70);
    expect(await there.mayAskFree('openai', 1_000)).toBe(true);
    await there.answeredFree('openai', { works: true, words: '' });
    expect(await ask(here, 'a', null, true)).toEqual({ kind: 'probe' });
    expect((await ask(here, 'b', null, true)).kind).toBe('open');
  });
});

describe('a route that has never answered', () => {
  it('gets one request at a time until an answer was understood; then nothing waits, in any process', async () => {
    const [here, there] = [openFirstAnswers({ connection, root }), openFirstAnswers({ connection, root })];
    expect(await here.take('edits', '1')).toBe('first');
    expect(await here.take('edits', '1')).toBe('first');
    expect(await there.take('edits', '2')).toBe('wait');
    expect(await there.take('generations', '2')).toBe('first');
    await here.end('edits', '1', false);
    expect(await there.take('edits', '2')).toBe('first');
    await there.end('edits', '2', true);
    expect([await here.take('edits', '3'), await there.take('edits', '4')]).toEqual(['proven', 'proven']);
    expect(await here.take('generations', '3')).toBe('wait');
  });

  it('is free again when the process that had it dies', async () => {
    const answers = openFirstAnswers({ connection, root, leaseMs: 800 });
    expect(await answers.take('edits', '1')).toBe('first');
    for (let i = 0; i < 4; i += 1) {
      await delay(300);
      await answers.renew('edits', '1');
      expect(await answers.take('edits', '2')).toBe('wait');
    }
    await delay(900);
    expect(await answers.take('edits', '2')).toBe('first');
  });
});
