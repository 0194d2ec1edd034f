import { createHash } from 'node:crypto';
import { findModel, type LostOrder, type PreparedBody, type Provider } from '@nextpanel/core';
import { falProvider } from '@nextpanel/providers/fal';
import { startVendors, type Vendors, type VendorsOptions } from '@nextpanel/vendors';
import { afterEach, describe, expect, test } from 'vitest';
import { drawPicture, drawRequest } from './draw-request.ts';
import { failureOf } from './use-provider.ts';

const key = 'b6b1f2d0-emulated:5e0a7c1f9d3b48a6';
const never = new AbortController().signal;
const noPicture = () => Promise.reject(new Error('no picture is opened'));

let vendors: Vendors;
afterEach(() => vendors.stop());

async function start(options: VendorsOptions = {}, patience = {}): Promise<Provider> {
  vendors = await startVendors({ keys: { fal: [key] }, ...options, fal: { listingMs: 0, ...options.fal } });
  return falProvider({ key, gateway: vendors.falUrl }, { patience });
}

const model = findModel({ provider: 'fal', model: 'gpt-image-2' });
const orderOf = (changes: Parameters<typeof drawRequest>[0] = {}) => ({ ...drawRequest(changes), model });

/** An order whose answer is lost with the connection. */
async function lose(provider: Provider, request = orderOf()): Promise<{ body: PreparedBody; lost: LostOrder }> {
  vendors.faults.next('reset-after-work', { vendor: 'fal' });
  const body = JSON.parse(JSON.stringify(await provider.prepare(request, never))) as PreparedBody;
  const orderedAt = Date.now();
  await failureOf(provider.submit(request, body, never));
  return { body, lost: { orderedAt, lostAt: Date.now(), alike: 1, isTaken: async () => false } };
}

const lookUp = (provider: Provider, body: PreparedBody, lost: LostOrder, request = orderOf()) =>
  provider.lookup?.(request, body, lost, never) ?? Promise.reject(new Error('fal can look up'));

describe('a lost order', () => {
  test('is found in the list of requests and collected, for one payment', async () => {
    const provider = await start();
    const request = orderOf({ references: [await drawPicture(1)] });
    const { body, lost } = await lose(provider, request);
    let answer = await lookUp(provider, body, lost, request);
    await expect
      .poll(async () => {
        answer = await lookUp(provider, body, lost, request);
        return answer.kind;
      })
      .toBe('found');
    if (answer.kind !== 'found') return;
    const { frames } = await provider.collect(request, answer.vendorId, never, noPicture);
    const [paid] = vendors.ledger;
    expect(
      createHash('sha256')
        .update(frames[0] ?? '')
        .digest('hex'),
    ).toBe(paid?.images[0]?.sha256);
    expect(vendors.ledger).toHaveLength(1);
    expect(paid?.headers['x-fal-request-timeout']).toBe('120');
  });

  test('is not listed while it runs, nor for a moment after; it may still appear', async () => {
    const provider = await start({ latencyMs: 100, fal: { listingMs: 400 } });
    const { body, lost } = await lose(provider);
    expect((await lookUp(provider, body, lost)).kind).toBe('not_yet');
    await expect.poll(() => vendors.ledger.length).toBe(1);
    expect((await lookUp(provider, body, lost)).kind).toBe('not_yet');
    await expect.poll(async () => (await lookUp(provider, body, lost)).kind).toBe('found');
  });

  test('is absent when it never arrived and can no longer appear', async () => {
    const provider = await start({}, { startMs: 2_000, drawMs: 1 });
    const body = await provider.prepare(orderOf(), never);
    const lost = { orderedAt: Date.now() - 10_000, lostAt: Date.now() - 5_000, alike: 1, isTaken: async () => false };
    expect(await lookUp(provider, body, lost)).toEqual({ kind: 'absent' });
  });

  test('every page is read before it is believed', async () => {
    const provider = await start({}, { startMs: 2_000, drawMs: 1 });
    const lostOne = await lose(provider);
    await Promise.all(
      Array.from({ length: 120 }, async (_, at) => {
        const request = orderOf({ prompt: `Another ${at}` });
        await provider.submit(request, await provider.prepare(request, never), never);
      }),
    );
    await expect.poll(() => vendors.ledger.length, { timeout: 60_000 }).toBe(121);
    expect((await lookUp(provider, lostOne.body, lostOne.lost)).kind).toBe('found');
    expect(vendors.calls.filter(({ operation }) => operation === 'history')).toHaveLength(2);
  }, 90_000);

  test.each(['forbidden', 'payload-less', 'truncated'] as const)('%s: the list proves nothing', async (history) => {
    const provider = await start({ fal: { history } }, { startMs: 2_000, drawMs: 1 });
    const { body, lost } = await lose(provider);
    await expect.poll(() => vendors.ledger.length).toBe(1);
    const late = { ...lost, lostAt: lost.lostAt - 5_000, orderedAt: lost.orderedAt - 5_000 };
    await expect.poll(async () => (await lookUp(provider, body, late)).kind).toBe('unknown');
  });

  test.each(['unavailable', 'bad-gateway-html', 'rate-limited', 'reset-before-work'] as const)(
    '%s instead of the list says nothing: it is read again',
    async (fault) => {
      const provider = await start();
      const { body, lost } = await lose(provider);
      await expect.poll(() => vendors.ledger.length).toBe(1);
      vendors.faults.next(fault, { vendor: 'fal', match: { operation: 'history' } });
      expect((await lookUp(provider, body, lost)).kind).toBe('not_yet');
      await expect.poll(async () => (await lookUp(provider, body, lost)).kind).toBe('found');
    },
  );
});

describe('a result that the queue no longer has', () => {
  const finished = async (provider: Provider) => {
    const request = orderOf();
    const accepted = await provider.submit(request, await provider.prepare(request, never), never);
    await expect.poll(() => vendors.ledger.length).toBe(1);
    return { request, vendorId: accepted.kind === 'accepted' ? accepted.vendorId : '' };
  };

  test('is taken from the list of requests', async () => {
    const provider = await start({ fal: { resultsForMs: 0 } });
    const { request, vendorId } = await finished(provider);
    await expect.poll(async () => (await fetchState()).length).toBe(1);
    expect((await provider.collect(request, vendorId, never, noPicture)).frames).toHaveLength(1);
    expect(vendors.ledger).toHaveLength(1);
  });

  test('is expired when the list does not have it either', async () => {
    const provider = await start({ fal: { resultsForMs: 0, history: 'payload-less' } });
    const { request, vendorId } = await finished(provider);
    const error = await failureOf(provider.collect(request, vendorId, never, noPicture));
    expect(error).toMatchObject({ code: 'result_expired', money: 'paid' });
  });

  /** Requests that are over. */
  const fetchState = async () => vendors.saveState().fal.filter(({ status }) => status === 'COMPLETED');
});

test('a request that did not begin in time is over and unpaid, and may be ordered again', async () => {
  const provider = await start({ latencyMs: 12_000 }, { startMs: 2_000 });
  const request = orderOf();
  const accepted = await provider.submit(request, await provider.prepare(request, never), never);
  if (accepted.kind === 'drawn') throw new Error('fal draws nothing at once');
  const error = await failureOf(provider.collect(request, accepted.vendorId, never, noPicture));
  expect(error).toMatchObject({ code: 'vendor_timeout', retryable: true, money: 'none', detail: { ended: true } });
  expect(vendors.ledger).toHaveLength(0);
}, 20_000);
