import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { type FalDelivery, readFalDelivery } from '../../src/fal/read-webhook.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');
const x = (key: KeyObject) => String(key.export({ format: 'jwk' }).x);
const now = Date.parse('2026-11-22T12:00:00Z');
const seconds = now / 1_000;

function deliver(payload: unknown, { at = seconds, key = privateKey } = {}): FalDelivery {
  const body = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload));
  const digest = createHash('sha256').update(body).digest('hex');
  const message = ['request-1', 'user-1', String(at), digest].join('\n');
  return {
    body,
    headers: {
      'x-fal-webhook-request-id': 'request-1',
      'x-fal-webhook-user-id': 'user-1',
      'x-fal-webhook-timestamp': String(at),
      'x-fal-webhook-signature': sign(null, Buffer.from(message), key).toString('hex'),
    },
  };
}

const fine = { request_id: 'request-1', status: 'OK', payload: { images: [{ url: 'https://v3b.fal.media/a.png' }] } };
const refusal = (code: string) => expect.objectContaining({ code });

test('a delivery signed by any of the published keys is read', () => {
  const end = { requestId: 'request-1', status: 'OK', frames: ['https://v3b.fal.media/a.png'] };
  expect(readFalDelivery(deliver(fine), [x(publicKey)], now)).toEqual(end);
  expect(readFalDelivery(deliver(fine), [x(stranger.publicKey), 'no key', x(publicKey)], now)).toEqual(end);
});

test('a result that did not fit is to be collected', () => {
  const delivery = deliver({ request_id: 'request-1', status: 'OK', payload: null, payload_error: 'too large' });
  expect(readFalDelivery(delivery, [x(publicKey)], now)).toEqual({ requestId: 'request-1', status: 'OK' });
});

test('the clock may differ by 300 s, either way', () => {
  for (const at of [seconds - 300, seconds + 300]) {
    expect(readFalDelivery(deliver(fine, { at }), [x(publicKey)], now)).toMatchObject({ status: 'OK' });
  }
  for (const at of [seconds - 301, seconds + 301]) {
    expect(() => readFalDelivery(deliver(fine, { at }), [x(publicKey)], now)).toThrow(refusal('webhook_late'));
  }
});

test('every part that is signed is guarded', () => {
  const good = deliver(fine);
  const keys = [x(publicKey)];
  const altered: FalDelivery[] = [
    { ...good, body: Buffer.concat([good.body, Buffer.from(' ')]) },
    { ...good, headers: { ...good.headers, 'x-fal-webhook-request-id': 'request-2' } },
    { ...good, headers: { ...good.headers, 'x-fal-webhook-user-id': 'user-2' } },
    { ...good, headers: { ...good.headers, 'x-fal-webhook-timestamp': String(seconds - 1) } },
    { ...good, headers: { ...good.headers, 'x-fal-webhook-signature': '00'.repeat(64) } },
    deliver(fine, { key: stranger.privateKey }),
  ];
  for (const delivery of altered) expect(() => readFalDelivery(delivery, keys, now)).toThrow(refusal('webhook_forged'));
  expect(() => readFalDelivery(good, [], now)).toThrow(refusal('webhook_forged'));
});

test('without its headers, or with headers of another kind, nothing is signed', () => {
  const { body, headers } = deliver(fine);
  for (const name of Object.keys(headers)) {
    for (const value of [undefined, '', ['a', 'b'], 'not hex']) {
      if (typeof value === 'string' && value !== '' && !/timestamp|signature/.test(name)) continue;
      const delivery = { body, headers: { ...headers, [name]: value } };
      expect(() => readFalDelivery(delivery, [x(publicKey)], now)).toThrow(refusal('webhook_unsigned'));
    }
  }
});

test('a delivery that fal signed but that is not as documented is reported as such', () => {
  for (const body of ['', 'null', '[]', '{"request_id":"a"}', '{"request_id":1,"status":"OK"}']) {
    expect(() => readFalDelivery(deliver(body), [x(publicKey)], now)).toThrow(refusal('webhook_unreadable'));
  }
});
