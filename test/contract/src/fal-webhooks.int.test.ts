import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { asNextpanelError } from '@nextpanel/core';
import { type FalDelivery, type FalEnd, falProvider, openFalWebhooks } from '@nextpanel/providers/fal';
import { type FaultName, startVendors, type Vendors } from '@nextpanel/vendors';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { drawRequest, type NamedRequest } from './draw-request.ts';
import { direct } from './use-provider.ts';

const key = 'b6b1f2d0-emulated:5e0a7c1f9d3b48a6';
const never = new AbortController().signal;

let vendors: Vendors;
let receiver: Server;
let received: { readonly path: string; readonly delivery: FalDelivery; readonly outcome: FalEnd | string }[];

beforeEach(async () => {
  vendors = await startVendors({ keys: { fal: [key] } });
  received = [];
  const webhooks = openFalWebhooks({ gateway: vendors.falUrl });
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    const delivery = { headers: request.headers, body: Buffer.concat(parts) };
    const outcome = await webhooks.read(delivery, never).catch((error: unknown) => asNextpanelError(error).code);
    received.push({ path: request.url ?? '', delivery, outcome });
    response.writeHead(200).end();
    receiver.emit('received');
  };
  receiver = createServer((request, response) => void receive(request, response));
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
});
afterEach(async () => {
  receiver.close();
  receiver.closeAllConnections();
  await vendors.stop();
});

/** Orders with a webhook and waits for this many deliveries. */
async function order(fault: FaultName | null, deliveries = 1): Promise<{ request: NamedRequest; vendorId: string }> {
  const { port } = receiver.address() as AddressInfo;
  const webhookUrl = (orderId: string) => `http://127.0.0.1:${port}/webhooks/fal/${orderId}`;
  const provider = direct(falProvider({ key, gateway: vendors.falUrl }, { webhookUrl }));
  const request = drawRequest();
  if (fault !== null) vendors.faults.next(fault, { vendor: 'fal' });
  const answer = await provider.submit(request, never);
  while (received.length < deliveries) await once(receiver, 'received');
  return { request, vendorId: answer.kind === 'accepted' ? answer.vendorId : '' };
}

test('a delivery names the finished request and the addresses of its pictures', async () => {
  const { request, vendorId } = await order(null);
  const [first] = received;
  expect(first?.path).toBe(`/webhooks/fal/${request.id}`);
  expect(first?.outcome).toEqual({
    requestId: vendorId.split('#')[1],
    status: 'OK',
    frames: [expect.any(String)],
    account: 'emulated-user',
  });
});

test('the id in a delivery is enough to collect the request after a crash before its id was saved', async () => {
  const { request } = await order(null);
  const outcome = received[0]?.outcome;
  const requestId = typeof outcome === 'object' ? outcome.requestId : '';
  const another = direct(falProvider({ key, gateway: vendors.falUrl }));
  const { frames } = await another.collect(request, another.vendorId(request, requestId), never);
  expect(
    createHash('sha256')
      .update(frames[0] ?? '')
      .digest('hex'),
  ).toBe(vendors.ledger[0]?.images[0]?.sha256);
  expect(vendors.ledger).toHaveLength(1);
});

test('a delivery about a failed request says so', async () => {
  const { vendorId } = await order('job-failed');
  expect(received[0]?.outcome).toMatchObject({ requestId: vendorId.split('#')[1], status: 'ERROR' });
});

test('a repeated delivery reads the same, though its gateway id is another', async () => {
  await order('webhook-repeated', 2);
  const [first, second] = received;
  expect(Buffer.compare(first?.delivery.body as Buffer, second?.delivery.body as Buffer)).not.toBe(0);
  expect(second?.outcome).toEqual(first?.outcome);
});

test.each([
  ['webhook-forged', 'webhook_forged'],
  ['webhook-tampered', 'webhook_forged'],
  ['webhook-stale', 'webhook_late'],
] as const)('%s is refused as %s', async (fault, code) => {
  await order(fault);
  expect(received[0]?.outcome).toBe(code);
});

test('keys are fetched once for many deliveries, forged ones among them', async () => {
  const { vendorId } = await order(null);
  const id = vendorId.split('#')[1] ?? '';
  for (const manner of ['signed', 'forged', 'forged', 'signed'] as const) await vendors.webhooks.deliver(id, manner);
  const codes = received.map(({ outcome }) => (typeof outcome === 'string' ? outcome : outcome.status));
  expect(codes).toEqual(['OK', 'OK', 'webhook_forged', 'webhook_forged', 'OK']);
  expect(vendors.calls.filter(({ path }) => path.endsWith('/jwks.json'))).toHaveLength(1);
});

test('a delivery that cannot be verified for lack of keys is refused', async () => {
  await order(null);
  await using elsewhere = await startVendors();
  const unreachable = openFalWebhooks({ gateway: elsewhere.falUrl });
  await elsewhere.stop();
  const delivery = received[0]?.delivery as FalDelivery;
  await expect(unreachable.read(delivery, never)).rejects.toMatchObject({ code: 'connection_lost', retryable: true });
  // Another emulator has another key.
  await using stranger = await startVendors();
  const strangers = openFalWebhooks({ gateway: stranger.falUrl });
  await expect(strangers.read(delivery, never)).rejects.toMatchObject({ code: 'webhook_forged' });
});
