import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspectPicture, readStoryboardMark } from '@nextpanel/imaging';
import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { sha256Of } from '../../../src/ledger.ts';
import { startVendors } from '../../../src/start-vendors.ts';
import { drawPicture, openaiOf, rejectionOf } from '../../clients.ts';

type Endpoint = '/v1/images/edits' | '/v1/images/generations';

const request = (id: string, endpoint: Endpoint, more: Record<string, unknown> = {}) => ({
  custom_id: id,
  method: 'POST',
  url: endpoint,
  body: { prompt: `Panel ${id}`, model: 'gpt-image-2', size: '1024x1024', quality: 'low', ...more },
});

async function order(client: OpenAI, endpoint: Endpoint, lines: readonly object[], metadata = {}) {
  const rows = lines.map((line) => JSON.stringify(line)).join('\n');
  const file = await client.files.create({ file: new File([rows], 'order.jsonl'), purpose: 'batch' });
  return client.batches.create({ endpoint, input_file_id: file.id, completion_window: '24h', metadata });
}

async function ended(client: OpenAI, id: string): Promise<OpenAI.Batch> {
  for (;;) {
    const batch = await client.batches.retrieve(id);
    if (['completed', 'failed', 'expired', 'cancelled'].includes(batch.status)) return batch;
    await sleep(10);
  }
}

interface OutputLine {
  readonly custom_id: string;
  readonly response: { readonly status_code: number; readonly body: OpenAI.ImagesResponse & { error: object } } | null;
  readonly error: { readonly code: string } | null;
}

async function read(client: OpenAI, file: string | null | undefined): Promise<OutputLine[]> {
  if (!file) return [];
  const text = await (await client.files.content(file)).text();
  return text
    .split('\n')
    .filter(Boolean)
    .map((row) => JSON.parse(row) as OutputLine);
}

test('a broken connection is no fault of a line: it strikes the next request that has one', async () => {
  await using vendors = await startVendors();
  vendors.faults.next('truncated-json', { match: { path: '/v1/images/generations' } });
  const client = openaiOf(vendors);
  const { id } = await order(client, '/v1/images/generations', [request('1', '/v1/images/generations')]);
  const { output_file_id: file } = await ended(client, id);
  expect(await read(client, file)).toMatchObject([{ response: { status_code: 200, body: { data: [{}] } } }]);
  expect(vendors.faults.armed).toHaveLength(1);
});

test('a batch of edits draws with uploaded pictures, at half the price, and answers in another order', async () => {
  await using vendors = await startVendors();
  const client = openaiOf(vendors);
  const picture = await drawPicture('cast');
  const file = await client.files.create({ file: new File([picture], 'cast.png'), purpose: 'vision' });
  const images = [{ file_id: file.id }];
  const lines = ['1', '2', '3'].map((id) => request(id, '/v1/images/edits', { images }));
  const created = await order(client, '/v1/images/edits', lines, { nextpanel: 'k' });
  expect(created).toMatchObject({ status: 'validating', metadata: { nextpanel: 'k' } });
  const batch = await ended(client, created.id);
  expect(batch).toMatchObject({ status: 'completed', request_counts: { total: 3, completed: 3, failed: 0 } });
  const output = await read(client, batch.output_file_id);
  expect(output.map((line) => line.custom_id)).toEqual(['3', '2', '1']);
  for (const { response } of output) {
    const drawn = Buffer.from(response?.body.data?.[0]?.b64_json ?? '', 'base64');
    expect(await inspectPicture(drawn)).toMatchObject({ width: 1_024, height: 1_024 });
    expect((await readStoryboardMark(drawn))?.reference).toBe(sha256Of(picture).slice(0, 16));
  }
  const whole = await openaiOf(vendors).images.edit({
    image: new File([picture], 'cast.png', { type: 'image/png' }),
    prompt: 'Panel 1',
    model: 'gpt-image-2',
    size: '1024x1024',
    quality: 'low',
  });
  expect(whole.data).toHaveLength(1);
  const costs = vendors.ledger.map(({ costUsd }) => costUsd);
  expect(costs.slice(0, 3)).toEqual(Array(3).fill((costs[3] ?? 0) / 2));
  expect(vendors.ledger.slice(0, 3)).toMatchObject(Array(3).fill({ jobId: created.id, endpoint: '/v1/images/edits' }));
});

test('requests that are refused stand in the error file, beside the pictures of the others', async () => {
  await using vendors = await startVendors();
  const client = openaiOf(vendors);
  vendors.faults.next('moderation-input', { match: { prompt: 'Panel 2' } });
  const lines = ['1', '2'].map((id) => request(id, '/v1/images/generations'));
  const batch = await ended(client, (await order(client, '/v1/images/generations', lines)).id);
  expect(batch).toMatchObject({ status: 'completed', request_counts: { total: 2, completed: 1, failed: 1 } });
  expect(await read(client, batch.output_file_id)).toMatchObject([{ custom_id: '1' }]);
  expect(await read(client, batch.error_file_id)).toMatchObject([
    { custom_id: '2', response: { status_code: 400, body: { error: { code: 'moderation_blocked' } } } },
  ]);
});

test('a batch that expires keeps what it has drawn, and only that is charged', async () => {
  await using vendors = await startVendors();
  const client = openaiOf(vendors);
  vendors.faults.next('batch-expired', { match: { path: '/v1/batches' } });
  const lines = ['1', '2', '3', '4'].map((id) => request(id, '/v1/images/generations'));
  const batch = await ended(client, (await order(client, '/v1/images/generations', lines)).id);
  expect(batch.status).toBe('expired');
  expect((await read(client, batch.output_file_id)).map((line) => line.custom_id)).toEqual(['4', '3']);
  expect(await read(client, batch.error_file_id)).toMatchObject([
    { custom_id: '2', response: null, error: { code: 'batch_expired' } },
    { custom_id: '1', response: null, error: { code: 'batch_expired' } },
  ]);
  expect(vendors.ledger).toHaveLength(2);
});

test('a full queue fails the batch before anything is drawn', async () => {
  await using vendors = await startVendors();
  const client = openaiOf(vendors);
  vendors.faults.next('batch-token-limit', { match: { path: '/v1/batches' } });
  const created = await order(client, '/v1/images/generations', [request('1', '/v1/images/generations')]);
  expect(await ended(client, created.id)).toMatchObject({
    status: 'failed',
    errors: { data: [{ code: 'token_limit_exceeded' }] },
  });
  expect(vendors.ledger).toEqual([]);
});

test('a cancelled batch keeps what was drawn by then', async () => {
  await using vendors = await startVendors({ latencyMs: 50 });
  const client = openaiOf(vendors);
  const lines = Array.from({ length: 8 }, (_, index) => request(String(index), '/v1/images/generations'));
  const { id } = await order(client, '/v1/images/generations', lines);
  while ((await client.batches.retrieve(id)).request_counts?.completed === 0) await sleep(5);
  expect((await client.batches.cancel(id)).status).toBe('cancelling');
  const batch = await ended(client, id);
  expect(batch.status).toBe('cancelled');
  expect(await read(client, batch.output_file_id)).toHaveLength(vendors.ledger.length);
  expect(vendors.ledger.length).toBeLessThan(8);
  expect(await rejectionOf(client.batches.cancel(id), OpenAI.ConflictError)).toMatchObject({ status: 409 });
});

test('a batch whose acceptance was lost is in the list, newest first, with its metadata', async () => {
  await using vendors = await startVendors();
  const client = openaiOf(vendors);
  const lines = [request('1', '/v1/images/generations')];
  for (const key of ['a', 'b', 'c']) await order(client, '/v1/images/generations', lines, { key });
  vendors.faults.next('reset-after-work', { match: { path: '/v1/batches' } });
  const lost = order(client, '/v1/images/generations', lines, { key: 'lost' });
  await rejectionOf(lost, OpenAI.APIConnectionError);
  const page = await client.batches.list({ limit: 2 });
  expect(page.data.map(({ metadata }) => metadata?.key)).toEqual(['lost', 'c']);
  const keys = [];
  for await (const batch of client.batches.list({ limit: 2 })) keys.push(batch.metadata?.key);
  expect(keys).toEqual(['lost', 'c', 'b', 'a']);
  expect((await client.files.list({ purpose: 'batch' })).data).toHaveLength(4);
});

test('a file with a mistake fails the batch and names the line', async () => {
  await using vendors = await startVendors();
  const client = openaiOf(vendors);
  const lines = [request('1', '/v1/images/edits'), request('2', '/v1/images/generations')];
  const { id } = await order(client, '/v1/images/edits', lines);
  expect(await ended(client, id)).toMatchObject({
    status: 'failed',
    errors: { data: [{ code: 'mismatched_endpoint', line: 2 }] },
  });
});

test('the end of a batch is reported by a webhook that the SDK accepts', async () => {
  const secret = `whsec_${Buffer.from('a secret of 24 bytes, ok').toString('base64')}`;
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  const delivered = new Promise<OpenAI.Webhooks.UnwrapWebhookEvent>((resolve, reject) => {
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.end();
        const headers = request.headers as Record<string, string>;
        openaiOf(vendors).webhooks.unwrap(Buffer.concat(chunks).toString(), headers, secret).then(resolve, reject);
      });
    });
  });
  await using vendors = await startVendors({ openaiWebhook: { url, secret } });
  const { id } = await order(openaiOf(vendors), '/v1/images/generations', [request('1', '/v1/images/generations')]);
  expect(await delivered).toMatchObject({ type: 'batch.completed', data: { id } });
  server.close();
});
