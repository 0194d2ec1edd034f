import { type DrawRequest, NextpanelError, type Provider } from '@nextpanel/core';
import { drawStoryboardFrame } from '@nextpanel/imaging';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Context } from '../src/context.ts';
import { reconcile } from '../src/reconcile.ts';
import { startWorker } from '../src/start-worker.ts';
import { resumeStory } from '../src/stories/command-story.ts';
import { readStory } from '../src/stories/read-story.ts';
import { submitStory } from '../src/stories/submit-story.ts';
import { openTestSystem, type TestSystem, testSpec, testTenant, untilStatus } from './testing.ts';

/** Times are Redis' times, whatever the clock of a machine says. */

const hours = 3_600_000;
const restMs = 4_000;
let system: TestSystem;
let context: Context;
let stop: () => Promise<void>;
/** Monotonic times at which the vendor was asked. */
let asked: number[];

/** Says once that it wants to be left alone. */
const vendor: Provider = {
  id: 'storyboard',
  fingerprint: 'test',
  parameters: () => ({}),
  prepare: async () => ({}),
  async submit(request: DrawRequest) {
    asked.push(performance.now());
    if (asked.length === 1) {
      throw new NextpanelError('rate_limited', 'too many requests', { retryable: true, retryAfterMs: restMs });
    }
    const frame = await drawStoryboardFrame({
      width: 64,
      height: 64,
      number: 1,
      prompt: request.prompt,
      characters: [],
      language: 'en',
      reference: null,
      requestKey: request.key,
    });
    return { kind: 'drawn', drawn: { frames: [frame], costMicroUsd: 0 } };
  },
  collect: () => Promise.reject(new Error('nothing to collect')),
};

/** From now on this process believes it is so much later, as if the machine's clock had been set. */
function setMachineClock(ms: number): void {
  vi.restoreAllMocks();
  const real = Date.now;
  vi.spyOn(Date, 'now').mockImplementation(() => real() + ms);
}

beforeEach(async () => {
  asked = [];
  system = await openTestSystem();
  context = { ...system.context, providers: new Map([[vendor.id, vendor]]) };
  const worker = await startWorker(context);
  stop = () => worker.drain(5_000);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await stop();
  await system[Symbol.asyncDispose]();
});

async function submit(): Promise<string> {
  return (await submitStory(context, { tenant: testTenant, spec: testSpec(1, { title: 'clocks' }) })).story.id;
}

describe('a story that waits as long as its vendor said', () => {
  it.each([
    ['two hours back: it does not stand still', -2 * hours],
    ['two hours ahead: it is not drawn too early, and uses no attempt', 2 * hours],
  ])('while the clock of the machine is set %s', async (_title, ms) => {
    const id = await submit();
    await expect
      .poll(async () => (await readStory(context, { tenant: testTenant, id })).waitingOn)
      .toBe('rate_limited');
    setMachineClock(ms);
    const story = await untilStatus(context, id, 'composing', 'needs_attention');
    expect(story.status).toBe('composing');
    const [first = 0, second = 0] = asked;
    expect(second - first).toBeGreaterThanOrEqual(restMs);
    // The reconciler looks every 3 s.
    expect(second - first).toBeLessThan(restMs + 10_000);
    // The attempt that waits continues.
    expect(await context.state.read.attempts(id)).toHaveLength(1);
  });
});

describe('what is stored', () => {
  it("is dated by Redis' clock on a machine whose clock is a day ahead", async () => {
    setMachineClock(24 * hours);
    const id = await submit();
    const { createdAt, updatedAt } = await readStory(context, { tenant: testTenant, id });
    const now = context.state.clock.now();
    for (const at of [createdAt, updatedAt]) expect(Math.abs(Date.parse(at) - now)).toBeLessThan(60_000);
    await untilStatus(context, id, 'composing', 'needs_attention');
  });

  it('a sweep on such a machine removes nothing that is young', async () => {
    const sha256 = await context.artifacts.put(Buffer.from('young'));
    setMachineClock(1_000 * hours);
    await context.artifacts.sweep({
      graceMs: context.config.retentionMs,
      now: context.state.clock.now(),
      isWanted: () => false,
      expires: () => false,
      signal: new AbortController().signal,
    });
    expect(Buffer.from(await context.artifacts.get(sha256)).toString()).toBe('young');
  });
});

describe('a story whose provider was paused', () => {
  it('is woken when the provider is resumed, though its alarm is hours away', async () => {
    await context.state.providers.pause('storyboard', 'a test', null);
    const id = await submit();
    await expect
      .poll(async () => (await readStory(context, { tenant: testTenant, id })).waitingOn)
      .toBe('provider_paused');
    setMachineClock(-2 * hours);
    await context.state.providers.resume('storyboard', null);
    await reconcile(context);
    await untilStatus(context, id, 'composing', 'needs_attention');
  });
});

describe('a story whose alarm was set by a clock that was two hours ahead', () => {
  it('is woken, though nothing says until when it waits', async () => {
    await stop();
    const id = await submit();
    // As BullMQ delays a job by that clock; nothing but the job itself says so.
    const queue = `${context.root}:draw-storyboard`;
    await system.redis.zrem(`${queue}:prioritized`, id);
    await system.redis.zadd(`${queue}:delayed`, String((Date.now() + 2 * hours) * 4_096), id);
    expect(await context.queues.farDraws('storyboard')).toEqual([id]);
    await reconcile(context);
    expect(await context.queues.farDraws('storyboard')).toEqual([]);
    expect(await system.redis.zrange(`${queue}:prioritized`, '0', '-1')).toEqual([id]);
  });
});

describe('resume', () => {
  it('makes a story that only waits for a time look at once whether it can continue', async () => {
    const id = await submit();
    await expect
      .poll(async () => (await readStory(context, { tenant: testTenant, id })).waitingOn)
      .toBe('rate_limited');
    await context.state.stories.rest(id, hours);
    await resumeStory(context, { tenant: testTenant, id });
    await untilStatus(context, id, 'composing', 'needs_attention');
    expect(asked.length).toBeGreaterThan(1);
  });
});
