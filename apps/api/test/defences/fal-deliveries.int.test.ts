import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Problem } from '@nextpanel/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../testing.ts';

const pair = generateKeyPairSync('ed25519');
let gateway: Server;
let api: TestApi;
beforeAll(async () => {
  const keys = { keys: [pair.publicKey.export({ format: 'jwk' })] };
  gateway = createServer((_request, response) => response.end(JSON.stringify(keys))).listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  const { port } = gateway.address() as AddressInfo;
  api = await startTestApi({ FAL_KEY: 'key-id:key-secret', FAL_BASE_URL: `http://127.0.0.1:${port}` });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  gateway.closeAllConnections();
  gateway.close();
});

/** A delivery that fal itself signed, about a request of this user. */
function deliver(order: string, user: string): Promise<Response> {
  const requestId = randomUUID();
  const body = JSON.stringify({ request_id: requestId, status: 'OK', payload: { images: [] } });
  const at = String(Math.floor(Date.now() / 1_000));
  const digest = createHash('sha256').update(body).digest('hex');
  return api.post(`/v1/hooks/fal/${order}`, body, {
    'content-type': 'application/json',
    'x-fal-webhook-request-id': requestId,
    'x-fal-webhook-user-id': user,
    'x-fal-webhook-timestamp': at,
    'x-fal-webhook-signature': sign(
      null,
      Buffer.from([requestId, user, at, digest].join('\n')),
      pair.privateKey,
    ).toString('hex'),
  });
}

test('what fal signed for another of its users is forged, once our account is known', async () => {
  const order = randomUUID();
  const { state, providers, config } = api.context;
  // Settled a moment ago: fal may still repeat its report.
  await api.redis.set(`{${config.redisPrefix}}:s2:order:${order}`, '');
  expect((await deliver(order, 'another-user')).status).toBe(204);
  await state.vendorIds.learnAccount(providers.get('fal')?.fingerprint ?? '', 'ours');
  expect((await deliver(order, 'ours')).status).toBe(204);
  const foreign = await deliver(order, 'theirs');
  expect([foreign.status, ((await foreign.json()) as Problem).code]).toEqual([401, 'webhook_forged']);
  expect(await state.vendorIds.find(order)).toHaveLength(2);
});
