import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, createClient } from '@nextpanel/client';
import { startSystem, type TestSystem } from '@nextpanel/harness';
import { startVendors, type Vendors, vendorEnvironment } from '@nextpanel/vendors';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** Stories that rest have what was ordered collected, by every way of ordering, and nothing is ordered or asked for too often. */

const deadlineMs = 120_000;

let vendors: Vendors;
let system: TestSystem;
let client: Client;

beforeAll(async () => {
  vendors = await startVendors({ batchMs: 6_000, compatible: { size: null } });
  system = await startSystem({ ...vendorEnvironment(vendors), OPENAI_BATCH_POLL_MS: '300' });
  client = createClient({ baseUrl: system.url() });
}, deadlineMs);
afterAll(async () => {
  await system[Symbol.asyncDispose]();
  await vendors.stop();
});

const submit = async (title: string, render: Record<string, unknown>) =>
  (
    await client.submit({
      json: {
        title,
        render: { size: '1024x1024', batchSize: 2, ...render },
        panels: [1, 2, 3, 4].map((n) => ({ prompt: `${title}: tree ${n}.` })),
        book: { formats: ['cbz'] },
      },
    })
  ).id;

const chargesOf = (title: string) => vendors.ledger.filter(({ prompt }) => prompt.includes(`${title}:`));
const statesOf = async (id: string) => (await client.ledger(id)).map(({ state }) => state);

it('a paused story has its vendor batch collected, and orders no other', { timeout: deadlineMs }, async () => {
  const id = await submit('paused', { provider: 'openai', method: 'economy', quality: 'low' });
  await expect.poll(async () => (await client.story(id)).waitingOn, { timeout: 30_000 }).toBe('vendor_batch');
  await client.pause(id);
  await expect.poll(() => statesOf(id), { timeout: 40_000 }).toEqual(['kept', 'kept']);
  const { status, cost } = await client.story(id);
  expect(status).toBe('paused');
  expect(cost.heldUsd).toBe(0);
  expect(chargesOf('paused')).toHaveLength(2);
  await client.resume(id);
  await expect.poll(async () => (await client.story(id)).status, { timeout: 60_000 }).toBe('completed');
  expect(chargesOf('paused')).toHaveLength(4);
});

it('a picture that cannot be fetched from where it is stays ordered while the story rests, and is asked for now and then', {
  timeout: deadlineMs,
}, async () => {
  vendors.faults.next('html-media', { vendor: 'openai-compatible', times: 10_000, match: { operation: 'media' } });
  const id = await submit('kept where it is', {
    provider: 'openai-compatible',
    model: 'local-model',
  });
  await expect.poll(async () => (await client.story(id)).status, { timeout: 40_000 }).toBe('needs_attention');
  const downloads = () => vendors.calls.filter(({ operation }) => operation === 'media').length;
  const before = downloads();
  const fences = (await client.attempts(id)).length;
  await sleep(6_000);
  expect(downloads() - before).toBeLessThanOrEqual(4);
  expect(await client.attempts(id)).toHaveLength(fences);
  const bought = chargesOf('kept where it is').length;
  expect(await statesOf(id)).toContain('ordered');
  vendors.faults.clear();
  await client.resume(id);
  await expect.poll(async () => (await client.story(id)).status, { timeout: 60_000 }).toBe('completed');
  expect(chargesOf('kept where it is')).toHaveLength(4);
  expect(bought).toBeLessThanOrEqual(2);
});
