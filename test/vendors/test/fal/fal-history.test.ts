import { describe, expect, test } from 'vitest';
import { startVendors } from '../../src/start-vendors.ts';
import type { Vendors } from '../../src/vendors.ts';

const model = 'openai/gpt-image-2';
const input = { prompt: 'The hare runs', image_size: { width: 1_024, height: 1_024 }, quality: 'low' };
const headers = { authorization: 'Key k', 'content-type': 'application/json' };

interface Listed {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly has_more: boolean;
  readonly next_cursor: string | null;
}

async function submit(vendors: Vendors, more: Record<string, string> = {}): Promise<string> {
  const answer = await fetch(`${vendors.falUrl}/queue.fal.run/${model}`, {
    method: 'POST',
    headers: { ...headers, ...more },
    body: JSON.stringify(input),
  });
  return ((await answer.json()) as { request_id: string }).request_id;
}

async function list(vendors: Vendors, query: Record<string, string> = {}): Promise<{ status: number } & Listed> {
  const asked = new URLSearchParams({ endpoint_id: model, ...query });
  const answer = await fetch(`${vendors.falUrl}/api.fal.ai/v1/models/requests/by-endpoint?${asked.toString()}`, {
    headers,
  });
  return { status: answer.status, ...((await answer.json()) as Listed) };
}

const drawn = (vendors: Vendors, count: number) => expect.poll(() => vendors.ledger.length).toBe(count);

describe('the list of requests', () => {
  test('shows a request some time after its end, with payloads when they are asked for', async () => {
    await using vendors = await startVendors({ fal: { listingMs: 300 } });
    const id = await submit(vendors);
    await drawn(vendors, 1);
    expect((await list(vendors)).items).toEqual([]);
    await expect.poll(async () => (await list(vendors)).items.length).toBe(1);
    const [bare] = (await list(vendors)).items;
    expect(bare).toMatchObject({ request_id: id, endpoint_id: model, status_code: 200 });
    expect(bare).not.toHaveProperty('json_input');
    const [whole] = (await list(vendors, { expand: 'payloads', request_id: id })).items;
    expect(whole).toMatchObject({ json_input: input, json_output: { images: [{ url: expect.any(String) }] } });
  });

  test('shows each request after a delay of its own, within a range', async () => {
    await using vendors = await startVendors({ fal: { listingMs: [0, 2_000] } });
    const ids = await Promise.all(Array.from({ length: 6 }, () => submit(vendors)));
    await drawn(vendors, 6);
    const first = (await list(vendors)).items.length;
    expect(first).toBeLessThan(6);
    await expect.poll(async () => (await list(vendors)).items.length, { timeout: 5_000 }).toBe(ids.length);
  });

  test('comes in pages', async () => {
    await using vendors = await startVendors({ fal: { listingMs: 0 } });
    for (let count = 0; count < 3; count++) await submit(vendors);
    await expect.poll(async () => (await list(vendors)).items.length).toBe(3);
    const first = await list(vendors, { limit: '2' });
    expect(first).toMatchObject({ has_more: true, next_cursor: '2' });
    const second = await list(vendors, { limit: '2', cursor: String(first.next_cursor) });
    expect(second).toMatchObject({ has_more: false, next_cursor: null });
    expect(new Set([...first.items, ...second.items].map((it) => it.request_id)).size).toBe(3);
  });

  test('forbidden, without payloads, broken off', async () => {
    await using vendors = await startVendors({ fal: { listingMs: 0 } });
    await submit(vendors, { 'x-fal-store-io': '0' });
    await expect.poll(async () => (await list(vendors)).items.length).toBe(1);
    expect((await list(vendors, { expand: 'payloads' })).items[0]).toMatchObject({ json_input: null });
    vendors.fal.history = 'truncated';
    expect(await list(vendors)).toMatchObject({ has_more: true, next_cursor: null });
    vendors.fal.history = 'forbidden';
    expect((await list(vendors)).status).toBe(403);
  });
});

test('the queue forgets a result when its time is over', async () => {
  await using vendors = await startVendors({ fal: { resultsForMs: 200 } });
  const id = await submit(vendors);
  const status = async () =>
    (await fetch(`${vendors.falUrl}/queue.fal.run/${model}/requests/${id}/status`, { headers })).status;
  await expect.poll(status).toBe(200);
  await expect.poll(status).toBe(404);
});

test('a request that does not begin within X-Fal-Request-Timeout is over, and not charged', async () => {
  await using vendors = await startVendors({ latencyMs: 8_000 });
  const id = await submit(vendors, { 'x-fal-request-timeout': '0.1' });
  const result = async () => fetch(`${vendors.falUrl}/queue.fal.run/${model}/requests/${id}`, { headers });
  await expect.poll(async () => (await result()).status).toBe(504);
  expect((await result()).headers.get('x-fal-request-timeout-type')).toBe('user');
  expect(vendors.ledger).toHaveLength(0);
});
