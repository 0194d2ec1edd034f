import { createHash } from 'node:crypto';
import { type Client, createClient } from '@nextpanel/client';
import type { FailpointName, StoryEvent } from '@nextpanel/core';
import { startSystem, type TestSystem } from '@nextpanel/harness';
import { startVendors, type Vendors, vendorEnvironment } from '@nextpanel/vendors';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

/**
 * Stories drawn at half price through vendor batches, by real processes: what the emulator charged is what the ledger shows, even
 * when a process dies in between.
 */

const pollMs = 150;
const deadlineMs = 300_000;
const model = 'gpt-image-2';
const ofBatches = { match: { path: '/v1/batches', operation: 'order' } } as const;

let vendors: Vendors;
let system: TestSystem;
let client: Client;
let redis: Redis;

beforeAll(async () => {
  vendors = await startVendors();
  system = await startSystem({
    ...vendorEnvironment(vendors, 'openai'),
    OPENAI_BATCH_POLL_MS: String(pollMs),
    OPENAI_BATCH_LOOKUP_SECONDS: '3',
  });
  client = createClient({ baseUrl: system.url() });
  redis = new Redis(system.redis.url);
}, deadlineMs);
afterAll(async () => {
  redis.disconnect();
  await system[Symbol.asyncDispose]();
  await vendors.stop();
});
afterEach(() => vendors.faults.clear());

let stories = 0;

/** A story with a name of its own, which stands in every prompt: that is how the emulator's ledger is read. */
async function submit(title: string, panels: number, over: Record<string, unknown> = {}) {
  stories += 1;
  const tale = `${title} ${stories}`;
  const { render = {}, ...rest } = over;
  const { id } = await client.submit({
    json: {
      title: tale,
      render: { provider: 'openai', model, method: 'economy', quality: 'low', batchSize: 2, ...(render as object) },
      panels: Array.from({ length: panels }, (_, index) => ({ prompt: `${tale}: the hare passes tree ${index + 1}.` })),
      ...rest,
    },
  });
  return { id, tale };
}

async function until(id: string, fits: (event: StoryEvent) => boolean): Promise<StoryEvent> {
  const stop = new AbortController();
  for await (const event of client.events(id, { signal: stop.signal })) {
    if (fits(event)) {
      stop.abort();
      return event;
    }
    if (event.type !== 'story.status' || event.status !== 'needs_attention') continue;
    const { failures } = await client.story(id);
    throw new Error(`waits: ${JSON.stringify(failures)}\n${system.process('worker').log()}`);
  }
  throw new Error('the events ended');
}

const untilCompleted = (id: string) => until(id, (it) => it.type === 'story.status' && it.status === 'completed');
const untilWaitingOn = (id: string, code: string) =>
  until(id, (it) => it.type === 'story.waiting' && it.waitingOn === code);

const chargesOf = (tale: string) => vendors.ledger.filter(({ prompt }) => prompt.includes(`${tale}:`));

/** Every panel is drawn and kept once, and the ledger shows what was charged, to the millionth. */
async function expectPaidOnce(id: string, tale: string, panels: number): Promise<void> {
  const ledger = await client.ledger(id);
  const kept = ledger.filter(({ state }) => state === 'kept');
  const all = Array.from({ length: panels }, (_, index) => index + 1);
  expect(kept.flatMap((entry) => entry.panels).sort((a, b) => a - b)).toEqual(all);
  expect(ledger.filter(({ state }) => state === 'possibly_paid')).toEqual([]);
  const charges = chargesOf(tale);
  expect(charges).toHaveLength(panels);
  const { cost } = await client.story(id);
  expect(cost.heldUsd).toBe(0);
  expect(Math.abs(cost.spentUsd - charges.reduce((sum, { costUsd }) => sum + costUsd, 0))).toBeLessThan(panels * 1e-6);
}

/** The first panel of a batch went along with the last one of the batch before. */
async function expectChain(id: string, tale: string, panel: number): Promise<void> {
  const before = await (await client.panelImage(id, panel - 1)).bytes();
  const charge = chargesOf(tale).findLast(({ prompt }) => prompt.includes(`tree ${panel}.`));
  const sent = charge?.references.map(({ sha256 }) => sha256);
  expect(sent).toContain(createHash('sha256').update(before).digest('hex'));
}

const vendorBatches = (tale: string) => [...new Set(chargesOf(tale).map(({ jobId }) => jobId))];

it(
  'draws a chained story at half price, one vendor batch for each batch; the first story proves the model with one edit',
  async () => {
    const { id, tale } = await submit('a first story', 6);
    await untilCompleted(id);
    await expectPaidOnce(id, tale, 6);
    await expectChain(id, tale, 3);
    await expectChain(id, tale, 5);
    // Panels 1 and 2 have no pictures, 3 proves edits, then 4, then 5 and 6.
    expect(vendorBatches(tale)).toHaveLength(4);
    const second = await submit('a second story', 4);
    await untilCompleted(second.id);
    await expectPaidOnce(second.id, second.tale, 4);
    expect(vendorBatches(second.tale)).toHaveLength(2);
    // One attempt a batch, however often it was asked for.
    expect((await client.attempts(second.id)).map(({ outcome }) => outcome)).toEqual(['drawn', 'drawn']);

    // The same story again is recalled; by another method it is another request.
    const calls = vendors.ledger.length;
    const source = await client.panels(id);
    expect(source).toHaveLength(6);
    const again = await client.submit({
      json: {
        title: tale,
        render: { provider: 'openai', model, method: 'economy', quality: 'low', batchSize: 2 },
        panels: Array.from({ length: 6 }, (_, index) => ({ prompt: `${tale}: the hare passes tree ${index + 1}.` })),
      },
    });
    await untilCompleted(again.id);
    expect(vendors.ledger).toHaveLength(calls);
    expect((await client.story(again.id)).cost.spentUsd).toBe(0);
  },
  deadlineMs,
);

it(
  'while it waits, the story says for what, until when and how far the vendor is',
  async () => {
    vendors.faults.next('stuck', ofBatches);
    const { id } = await submit('a slow story', 2);
    await until(id, (it) => it.type === 'story.waiting' && it.progress?.total === 2);
    const { waitingOn, waiting, status, cost } = await client.story(id);
    expect([status, waitingOn]).toEqual(['drawing', 'vendor_batch']);
    expect(waiting).toMatchObject({
      progress: { total: 2, completed: 0, failed: 0 },
      detail: expect.stringContaining('within 24 hours'),
    });
    expect(Date.parse(waiting?.until ?? '') - Date.now()).toBeGreaterThan(23 * 3_600_000);
    expect(cost.heldUsd).toBeGreaterThan(0);
    // Polls that find nothing new write neither attempts nor events.
    const polls = () =>
      vendors.calls.filter(({ operation, path }) => operation === 'poll' && path.startsWith('/v1/batches/')).length;
    const before = { polls: polls(), events: await countEvents(id), attempts: (await client.attempts(id)).length };
    await expect.poll(polls).toBeGreaterThan(before.polls + 4);
    expect(await countEvents(id)).toBe(before.events);
    expect(await client.attempts(id)).toHaveLength(before.attempts);
    await client.cancel(id);
    await expect.poll(async () => (await client.story(id)).cost.heldUsd).toBe(0);
    expect((await client.ledger(id)).map(({ state, code }) => [state, code])).toEqual([
      ['refused', 'cancelled'],
      ['refused', 'cancelled'],
    ]);
  },
  deadlineMs,
);

function countEvents(id: string): Promise<number> {
  return redis.xlen(`${system.root}:story:${id}:events`);
}

describe('SIGKILL', () => {
  const places: Partial<Record<FailpointName, number>> = {
    'batch-claimed': 1,
    'requests-intended': 1,
    'requests-ordered': 1,
    'request-accepted': 1,
    'request-id-saved': 1,
    'frame-stored': 1,
    'record-written': 2,
    'frame-kept': 1,
    'frames-kept': 1,
    'batch-committed': 1,
  };

  it.each(Object.entries(places) as [FailpointName, number][])(
    'at %s costs nothing: every picture is charged once',
    async (name, times) => {
      await system.process('worker').arm(`${name}:${times}`);
      const doomed = system.process('worker');
      const { id, tale } = await submit(`killed at ${name}`, 4);
      expect(await doomed.exited).toBe('SIGKILL');
      await system.start('worker');
      await untilCompleted(id);
      await expectPaidOnce(id, tale, 4);
      await expectChain(id, tale, 3);
    },
    deadlineMs,
  );
});

it(
  'an answer that is lost after the batch was accepted is looked for, and nothing is ordered twice',
  async () => {
    vendors.faults.next('reset-after-work', ofBatches);
    const { id, tale } = await submit('a lost answer', 2);
    await untilWaitingOn(id, 'lookup');
    await untilCompleted(id);
    await expectPaidOnce(id, tale, 2);
    expect(vendorBatches(tale)).toHaveLength(1);
  },
  deadlineMs,
);

it(
  'a batch that never arrived is sent once more, after the list was read long enough',
  async () => {
    vendors.faults.next('reset-before-work', ofBatches);
    const { id, tale } = await submit('a lost order', 2);
    await untilCompleted(id);
    await expectPaidOnce(id, tale, 2);
    const lists = vendors.calls.filter(({ operation, path }) => operation === 'list' && path === '/v1/batches');
    expect(lists.length).toBeGreaterThanOrEqual(10);
  },
  deadlineMs,
);

it(
  'what an expired batch drew is kept, and only the rest is ordered again',
  async () => {
    vendors.faults.next('batch-expired', ofBatches);
    const { id, tale } = await submit('an expired story', 4, { render: { batchSize: 4 } });
    await untilCompleted(id);
    await expectPaidOnce(id, tale, 4);
    expect(vendorBatches(tale)).toHaveLength(2);
  },
  deadlineMs,
);

it(
  'a full queue uses up no attempt and costs nothing',
  async () => {
    vendors.faults.next('batch-token-limit', ofBatches);
    const { id, tale } = await submit('a full queue', 2);
    const waits = await until(id, (it) => it.type === 'story.waiting' && /queue/.test(it.detail ?? ''));
    expect(waits).toMatchObject({ waitingOn: 'vendor_batch', detail: expect.stringContaining('Enqueued token limit') });
    await untilCompleted(id);
    await expectPaidOnce(id, tale, 2);
    expect((await client.attempts(id)).map(({ outcome }) => outcome)).toEqual(['drawn']);
  },
  deadlineMs,
);

it(
  'a panel that the vendor refuses stops the story with its words, and the others are kept',
  async () => {
    vendors.faults.next('moderation-input', { match: { prompt: 'tree 2.' } });
    const { id, tale } = await submit('a refused panel', 2);
    await until(id, (it) => it.type === 'story.status' && it.status === 'needs_attention').catch(() => null);
    const story = await client.story(id);
    expect(story.failures).toMatchObject([{ panel: 2, code: 'moderation_blocked' }]);
    expect(chargesOf(tale)).toHaveLength(1);
    await client.resume(id);
    await untilCompletedAgain(id);
    await expectPaidOnce(id, tale, 2);
  },
  deadlineMs,
);

async function untilCompletedAgain(id: string): Promise<void> {
  await expect.poll(async () => (await client.story(id)).status).toBe('completed');
}

it(
  'a panel edited while the vendor draws is drawn once more, and what was ordered for it becomes a take',
  async () => {
    vendors.faults.next('slow', { ms: 1_500, match: { prompt: 'an edited story', path: '/v1/images' } });
    const { id, tale } = await submit('an edited story', 2);
    await untilWaitingOn(id, 'vendor_batch');
    await client.editPanel(id, 2, { prompt: `${tale}: the tortoise sleeps.` });
    await untilCompletedAgain(id);
    const charges = chargesOf(tale);
    expect(charges).toHaveLength(3);
    expect((await client.takes(id, 2)).length).toBe(2);
    const { cost } = await client.story(id);
    expect(Math.abs(cost.spentUsd - charges.reduce((sum, { costUsd }) => sum + costUsd, 0))).toBeLessThan(3e-6);
  },
  deadlineMs,
);

it(
  'cancelling a story stops the batch at the vendor and keeps what was drawn',
  async () => {
    vendors.faults.next('slow', { ms: 1_000, times: 8, match: { prompt: 'a cancelled story', path: '/v1/images' } });
    const { id, tale } = await submit('a cancelled story', 8, { render: { batchSize: 8 } });
    await until(id, (it) => it.type === 'story.waiting' && (it.progress?.completed ?? 0) > 0);
    await client.cancel(id);
    await expect.poll(async () => (await client.story(id)).cost.heldUsd).toBe(0);
    const ledger = await client.ledger(id);
    const kept = ledger.filter(({ state }) => state === 'kept').length;
    expect(kept).toBe(chargesOf(tale).length);
    expect(kept).toBeLessThan(8);
    expect(ledger.filter(({ state }) => state === 'possibly_paid')).toEqual([]);
  },
  deadlineMs,
);

it.each([
  { name: 'request-accepted', charged: 2 },
  { name: 'requests-ordered', charged: 0 },
] as const)(
  'a story that is cancelled while its worker is dead, after $name, has its batch looked for: nothing counts as possibly paid',
  async ({ name, charged }) => {
    await system.process('worker').arm(`${name}:1`);
    const doomed = system.process('worker');
    const { id, tale } = await submit(`cancelled after ${name}`, 2);
    expect(await doomed.exited).toBe('SIGKILL');
    await expect.poll(() => chargesOf(tale).length).toBe(charged);
    // The lock of a dead worker outlives it.
    await expect.poll(() => redis.keys('*:lock'), { timeout: 20_000 }).toEqual([]);
    await client.cancel(id);
    await system.start('worker');
    await expect.poll(async () => (await client.story(id)).cost.heldUsd, { timeout: 60_000 }).toBe(0);
    const ledger = await client.ledger(id);
    expect(ledger.map(({ state }) => state)).toEqual(Array(2).fill(charged > 0 ? 'kept' : 'refused'));
    const { cost } = await client.story(id);
    const paid = chargesOf(tale).reduce((sum, { costUsd }) => sum + costUsd, 0);
    expect(Math.abs(cost.spentUsd - paid)).toBeLessThan(2e-6);
  },
  deadlineMs,
);

it('a provider or model without vendor batches is refused at submit, naming those that have them', async () => {
  const refused = (render: Record<string, unknown>) =>
    submit('refused', 2, { render: { method: 'economy', ...render } }).catch((error: unknown) => error);
  expect(await refused({ provider: 'storyboard', model: undefined })).toMatchObject({
    code: 'method_unavailable',
    message: expect.stringContaining('gpt-image-2 (openai)'),
  });
});
