import { createPublicKey, verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { FaultName } from '../../src/faults/fault-facts.ts';
import { sha256Of } from '../../src/ledger.ts';
import { startVendors } from '../../src/start-vendors.ts';
import type { Vendors } from '../../src/vendors.ts';
import { falOf } from '../clients.ts';

interface Delivered {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A receiver that keeps what it gets and answers with the given statuses, then with 200. */
async function startReceiver(...statuses: number[]) {
  const delivered: Delivered[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      delivered.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    delivered,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const submit = async (vendors: Vendors, webhookUrl: string) =>
  (await falOf(vendors).queue.submit('openai/gpt-image-2', { input: { prompt: 'A hare' }, webhookUrl })).request_id;

/** Verifies as fal's page on webhooks describes. */
async function judge(vendors: Vendors, { headers, body }: Delivered): Promise<'good' | 'forged' | 'stale'> {
  const { keys } = (await (await fetch(`${vendors.falUrl}/rest.fal.ai/.well-known/jwks.json`)).json()) as {
    keys: Record<string, unknown>[];
  };
  const named = (name: string) => String(headers[`x-fal-webhook-${name}`]);
  const signed = [named('request-id'), named('user-id'), named('timestamp'), sha256Of(body)].join('\n');
  const fits = keys.some((key) =>
    verify(null, Buffer.from(signed), createPublicKey({ key, format: 'jwk' }), Buffer.from(named('signature'), 'hex')),
  );
  if (!fits) return 'forged';
  return Math.abs(Date.now() / 1_000 - Number(named('timestamp'))) > 300 ? 'stale' : 'good';
}

describe('webhooks', () => {
  test('a finished job is announced, signed, with its output', async () => {
    await using vendors = await startVendors();
    await using receiver = await startReceiver();
    const id = await submit(vendors, receiver.url);
    await expect.poll(() => receiver.delivered.length, { timeout: 4_000 }).toBe(1);
    const [delivery] = receiver.delivered as [Delivered];
    expect(await judge(vendors, delivery)).toBe('good');
    expect(JSON.parse(delivery.body)).toMatchObject({
      request_id: id,
      status: 'OK',
      payload: { images: [{ content_type: 'image/png' }] },
    });
  });

  test('a failed one is announced as ERROR, with the error of the model', async () => {
    await using vendors = await startVendors();
    await using receiver = await startReceiver();
    vendors.faults.next('moderation-input');
    await submit(vendors, receiver.url);
    await expect.poll(() => receiver.delivered.length, { timeout: 4_000 }).toBe(1);
    expect(JSON.parse(receiver.delivered[0]?.body ?? '')).toMatchObject({
      status: 'ERROR',
      payload: { detail: [{ type: 'content_policy_violation' }] },
    });
  });

  test('a receiver that fails gets another delivery, under another gateway id', async () => {
    await using vendors = await startVendors();
    await using receiver = await startReceiver(500);
    await submit(vendors, receiver.url);
    await expect.poll(() => receiver.delivered.length, { timeout: 4_000 }).toBe(2);
    const ids = receiver.delivered.map(
      ({ body }) => (JSON.parse(body) as { gateway_request_id: string }).gateway_request_id,
    );
    expect(new Set(ids).size).toBe(2);
  });

  const faults: readonly [FaultName, string[]][] = [
    ['webhook-forged', ['forged']],
    ['webhook-tampered', ['forged']],
    ['webhook-stale', ['stale']],
    ['webhook-repeated', ['good', 'good']],
    ['webhook-late', ['good']],
  ];
  test.each(faults)('%s', async (fault, judged) => {
    await using vendors = await startVendors();
    await using receiver = await startReceiver();
    vendors.faults.next(fault, { ms: 300 });
    const start = performance.now();
    await submit(vendors, receiver.url);
    await expect.poll(() => receiver.delivered.length, { timeout: 4_000 }).toBe(judged.length);
    expect(performance.now() - start).toBeGreaterThan(fault === 'webhook-late' ? 300 : 0);
    expect(await Promise.all(receiver.delivered.map((it) => judge(vendors, it)))).toEqual(judged);
    expect(vendors.ledger, 'the job itself is drawn and paid').toHaveLength(1);
  });

  test('lost, then delivered on demand, correctly signed and forged', async () => {
    await using vendors = await startVendors();
    await using receiver = await startReceiver();
    vendors.faults.next('webhook-lost');
    const id = await submit(vendors, receiver.url);
    await expect.poll(() => vendors.ledger.length, { timeout: 4_000 }).toBe(1);
    expect(await vendors.webhooks.deliver(id, 'signed')).toMatchObject({ requestId: id, status: 200 });
    await vendors.webhooks.deliver(id, 'forged');
    expect(await Promise.all(receiver.delivered.map((it) => judge(vendors, it)))).toEqual(['good', 'forged']);
    expect(vendors.webhooks.deliveries.map(({ manner }) => manner)).toEqual(['signed', 'forged']);
    await expect(vendors.webhooks.deliver('unknown', 'signed')).rejects.toThrow(/no finished request/);
  });
});
