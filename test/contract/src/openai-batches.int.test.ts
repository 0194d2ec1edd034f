import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type BatchAnswer,
  type BatchState,
  type DrawRequest,
  findModel,
  type Provider,
  type ProviderBatches,
  priceRequest,
  type VendorBatch,
} from '@nextpanel/core';
import { inspectPicture, readStoryboardMark } from '@nextpanel/imaging';
import { openProviders } from '@nextpanel/providers';
import { startVendors, type Vendors, type VendorsOptions } from '@nextpanel/vendors';
import { expect, test } from 'vitest';
import { drawPicture, drawRequest } from './draw-request.ts';
import { failureOf } from './use-provider.ts';

const pollMs = 20;
const signal = new AbortController().signal;
const batchPath = { match: { path: '/v1/batches' } };

interface World extends AsyncDisposable {
  readonly vendors: Vendors;
  readonly provider: Provider;
  readonly batches: ProviderBatches;
  /** Prepares requests as one batch. */
  batchOf(requests: readonly DrawRequest[]): Promise<VendorBatch>;
  /** Asks until the batch is over. */
  untilEnded(batch: VendorBatch, vendorId: string | null): Promise<Extract<BatchState, { kind: 'ended' }>>;
}

async function openWorld(options: VendorsOptions = {}): Promise<World> {
  const vendors = await startVendors(options);
  const config = { apiKey: 'sk-test-0123456789', baseUrl: vendors.openaiUrl, batchPollMs: pollMs };
  const providers = await openProviders({
    openai: config,
    storyboard: { draw: () => Promise.reject(new Error('not used')), latencyMs: 0 },
  });
  const provider = providers.get('openai') as Provider;
  const batches = provider.batches as ProviderBatches;
  return {
    vendors,
    provider,
    batches,
    async batchOf(requests) {
      const name = randomUUID();
      const members = await Promise.all(
        requests.map(async (order) => ({ order, body: await provider.prepare(order, signal) })),
      );
      return { name, requests: members, orderedAt: Date.now(), sentAt: Date.now() };
    },
    async untilEnded(batch, vendorId) {
      for (;;) {
        const state = await batches.ask(batch, vendorId, signal);
        if (state.kind === 'ended') return state;
        await sleep(pollMs);
      }
    },
    [Symbol.asyncDispose]: () => vendors.stop(),
  };
}

const request = (changes: Parameters<typeof drawRequest>[0] = {}): DrawRequest => ({
  ...drawRequest({ method: 'economy', ...changes }),
  model: findModel({ provider: 'openai', model: 'gpt-image-2' }),
});

async function answersOf(state: Extract<BatchState, { kind: 'ended' }>): Promise<Map<string, BatchAnswer>> {
  const answers = new Map<string, BatchAnswer>();
  for await (const answer of state.answers(signal)) answers.set(answer.order, answer);
  return answers;
}

const ledgerMicroUsd = ({ ledger }: Vendors) => Math.round(ledger.reduce((sum, { costUsd }) => sum + costUsd, 0) * 1e6);

test('edits go along with uploaded pictures, and each request costs half of what its usage says', async () => {
  await using world = await openWorld();
  const { vendors, batches } = world;
  const references = [await drawPicture(1), await drawPicture(2)];
  const requests = [request({ references }), request({ references }), request({ references })];
  const batch = await world.batchOf(requests);
  expect(batch.requests[0]?.body).toMatchObject({
    custom_id: requests[0]?.id,
    url: '/v1/images/edits',
    body: {
      model: 'gpt-image-2',
      quality: 'low',
      images: [{ file_id: expect.stringMatching('^file-') }, { file_id: expect.stringMatching('^file-') }],
    },
  });
  expect(vendors.ledger).toEqual([]);
  // A picture of all three requests is uploaded once.
  expect(vendors.calls.filter(({ operation }) => operation === 'upload')).toHaveLength(2);
  const { vendorId } = await batches.submit(batch, signal);
  const answers = await answersOf(await world.untilEnded(batch, vendorId));
  let cost = 0;
  for (const order of requests) {
    const answer = answers.get(order.id) as BatchAnswer & { drawn: { frames: Uint8Array[]; costMicroUsd: number } };
    expect(await inspectPicture(answer.drawn.frames[0] as Uint8Array)).toMatchObject({ width: 1_024, height: 1_024 });
    const mark = await readStoryboardMark(answer.drawn.frames[0] as Uint8Array);
    expect(mark?.reference).toBe(references[1]?.sha256.slice(0, 16));
    cost += answer.drawn.costMicroUsd;
    const whole = priceRequest(order.model, { ...order, method: 'panels' });
    expect(answer.drawn.costMicroUsd).toBeLessThan(whole.expected * 0.6);
  }
  expect(Math.abs(cost - ledgerMicroUsd(vendors))).toBeLessThanOrEqual(requests.length);
});

test('a batch whose acceptance was lost is found by its name', async () => {
  await using world = await openWorld();
  const { vendors, batches } = world;
  await batches.submit(await world.batchOf([request()]), signal);
  const lost = await world.batchOf([request(), request()]);
  expect(await batches.ask(lost, null, signal)).toEqual({ kind: 'absent' });
  vendors.faults.next('reset-after-work', batchPath);
  expect(await failureOf(batches.submit(lost, signal))).toMatchObject({ code: 'connection_lost', money: 'possibly' });
  const answers = await answersOf(await world.untilEnded(lost, null));
  expect([...answers.values()].every((answer) => 'drawn' in answer)).toBe(true);
  expect(vendors.ledger).toHaveLength(3);
});

test('a batch that is not in the list is looked for as long, however often it is asked for', async () => {
  await using world = await openWorld();
  expect(world.batches).toMatchObject({ pollMs, lookupMs: 900_000 });
});

test('the list is read page by page, back to when the batch was ordered', async () => {
  await using world = await openWorld({ batchMs: 60_000 });
  const { vendors, batches } = world;
  const wanted = await world.batchOf([request()]);
  vendors.faults.next('reset-after-work', batchPath);
  await failureOf(batches.submit(wanted, signal));
  const other = await world.batchOf([request()]);
  for (let made = 0; made < 101; made++) await batches.submit({ ...other, name: `other-${made}` }, signal);
  expect(await batches.ask(wanted, null, signal)).toMatchObject({ kind: 'waits', progress: { total: 1 } });
});

test('of two batches of one name the younger is cancelled, and both are paid for', async () => {
  await using world = await openWorld({ latencyMs: 1_000 });
  const { vendors, batches } = world;
  const batch = await world.batchOf(Array.from({ length: 4 }, () => request()));
  const first = await batches.submit(batch, signal);
  await batches.submit(batch, signal);
  while (vendors.ledger.length < 2) await sleep(5);
  expect(await batches.ask(batch, null, signal)).toMatchObject({ kind: 'waits', vendorId: first.vendorId });
  const state = await world.untilEnded(batch, null);
  expect(state.vendorId).toBe(first.vendorId);
  const answers = [...(await answersOf(state)).values()] as { drawn: { costMicroUsd: number } }[];
  expect(answers).toHaveLength(4);
  expect(vendors.ledger.length).toBeLessThan(8);
  const cost = answers.reduce((sum, { drawn }) => sum + drawn.costMicroUsd, 0);
  expect(Math.abs(cost - ledgerMicroUsd(vendors))).toBeLessThanOrEqual(vendors.ledger.length);
});

test('what an expired batch drew is kept, the rest costs nothing and may be ordered again', async () => {
  await using world = await openWorld();
  const { vendors, batches } = world;
  vendors.faults.next('batch-expired', batchPath);
  const requests = Array.from({ length: 4 }, () => request());
  const batch = await world.batchOf(requests);
  const { vendorId } = await batches.submit(batch, signal);
  const answers = await answersOf(await world.untilEnded(batch, vendorId));
  expect(requests.map(({ id }) => answers.get(id))).toMatchObject([
    { error: { code: 'vendor_timeout', retryable: true, money: 'none', detail: { ended: true } } },
    { error: { code: 'vendor_timeout', retryable: true, money: 'none', detail: { ended: true } } },
    { drawn: {} },
    { drawn: {} },
  ]);
});

test('each refused request is judged as its answer alone would be', async () => {
  await using world = await openWorld();
  const { vendors, batches } = world;
  const requests = ['blocked', 'withheld', 'failed', 'fine'].map((word) => request({ prompt: `A ${word} hare.` }));
  vendors.faults.next('moderation-input', { match: { prompt: 'blocked' } });
  vendors.faults.next('moderation-output', { match: { prompt: 'withheld' } });
  vendors.faults.next('server-error', { match: { prompt: 'failed' } });
  const batch = await world.batchOf(requests);
  const { vendorId } = await batches.submit(batch, signal);
  const answers = await answersOf(await world.untilEnded(batch, vendorId));
  expect(requests.map(({ id }) => answers.get(id))).toMatchObject([
    { error: { code: 'moderation_blocked', retryable: false, money: 'none' } },
    { error: { code: 'moderation_blocked', retryable: false, money: 'paid' } },
    { error: { code: 'server_error', retryable: true } },
    { drawn: {} },
  ]);
});

test('a full queue leaves the batch undone; sent again it is drawn, and the failed one is forgotten', async () => {
  await using world = await openWorld();
  const { vendors, batches } = world;
  vendors.faults.next('batch-token-limit', batchPath);
  const batch = await world.batchOf([request()]);
  const { vendorId } = await batches.submit(batch, signal);
  const asked = async () => {
    for (;;) {
      const state = await batches.ask(batch, vendorId, signal);
      if (state.kind !== 'waits') return state;
    }
  };
  expect(await asked()).toMatchObject({
    kind: 'undone',
    vendorId,
    words: expect.stringContaining('Enqueued token limit'),
  });
  expect(vendors.ledger).toEqual([]);
  // Seconds later, as the vendor's times are whole seconds.
  const later = { ...batch, sentAt: Date.now() + 3_000 };
  expect(await batches.ask(later, null, signal)).toEqual({ kind: 'absent' });
  const again = await batches.submit(later, signal);
  expect((await world.untilEnded(later, again.vendorId)).vendorId).toBe(again.vendorId);
  expect(vendors.ledger).toHaveLength(1);
});

test('a cancelled batch is asked for until it has ended, and what it drew is kept', async () => {
  await using world = await openWorld({ latencyMs: 50 });
  const { vendors, batches } = world;
  const requests = Array.from({ length: 6 }, () => request());
  const batch = await world.batchOf(requests);
  const { vendorId } = await batches.submit(batch, signal);
  while (vendors.ledger.length === 0) await sleep(5);
  await batches.cancel(vendorId, signal);
  const answers = [...(await answersOf(await world.untilEnded(batch, vendorId))).values()];
  expect(answers.filter((answer) => 'drawn' in answer)).toHaveLength(vendors.ledger.length);
  expect(answers).toHaveLength(6);
  // It is over, so there is nothing left to stop.
  await batches.cancel(vendorId, signal);
});

test('a failed question costs nothing and is asked again, whatever failed', async () => {
  await using world = await openWorld();
  const { vendors, batches } = world;
  const batch = await world.batchOf([request()]);
  const { vendorId } = await batches.submit(batch, signal);
  for (const fault of ['server-error', 'wrong-key', 'rate-limited', 'reset-before-work', 'bad-gateway-html'] as const) {
    vendors.faults.next(fault, { match: { path: '/v1/batches', operation: 'poll' } });
    expect(await failureOf(batches.ask(batch, vendorId, signal))).toMatchObject({ retryable: true, money: 'none' });
  }
  const state = await world.untilEnded(batch, vendorId);
  vendors.faults.next('cut-body', { match: { path: '/v1/files', operation: 'media' } });
  expect(await failureOf(answersOf(state))).toMatchObject({ retryable: true, money: 'none' });
  expect((await answersOf(state)).size).toBe(1);
});

test('what is refused before it is accepted was not ordered', async () => {
  await using world = await openWorld();
  const { vendors, batches } = world;
  const batch = await world.batchOf([request()]);
  for (const [fault, code] of [
    ['wrong-key', 'wrong_credentials'],
    ['quota-exhausted', 'quota_exhausted'],
    ['rate-limited', 'rate_limited'],
  ] as const) {
    vendors.faults.next(fault, batchPath);
    expect(await failureOf(batches.submit(batch, signal))).toMatchObject({ code, money: 'none' });
  }
  vendors.faults.next('server-error', batchPath);
  expect(await failureOf(batches.submit(batch, signal))).toMatchObject({ money: 'possibly' });
  vendors.faults.next('server-error', { match: { operation: 'upload' } });
  expect(await failureOf(batches.submit(batch, signal))).toMatchObject({ money: 'none' });
  expect(vendors.ledger).toEqual([]);
});
