import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type DrawRequest, findModel } from '@nextpanel/core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { falProvider } from '../../src/fal/fal-provider.ts';
import { openFalWebhooks } from '../../src/fal/read-webhook.ts';

/** Answers no emulator gives: a gateway that says what a test tells it, over real HTTP. */
type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const never = new AbortController().signal;
const vendorId = 'openai/gpt-image-2#request-1';
const request: DrawRequest = {
  id: 'order-1',
  key: 'k'.repeat(64),
  model: findModel({ provider: 'fal', model: 'gpt-image-2' }),
  method: 'panels',
  size: { width: 1_024, height: 1_024 },
  quality: 'low',
  language: 'en',
  recoverable: false,
  prompt: 'A hare runs.',
  panels: [{ number: 1, prompt: 'A hare runs.', characters: [] }],
  references: [],
  referenceFrame: null,
};

let gateway: string;
let server: Server;
let answers: Record<string, Answer[]>;
let asked: string[];

beforeEach(async () => {
  answers = {};
  asked = [];
  server = createServer((incoming, response) => {
    const line = `${incoming.method} ${incoming.url?.replace(/\?.*/, '')}`;
    asked.push(line);
    incoming.resume();
    const queue = answers[line] ?? [];
    const answer = queue.length > 1 ? queue.shift() : queue[0];
    incoming.once('end', () => (answer ? answer(incoming, response) : response.writeHead(404).end()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  gateway = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  vi.useRealTimers();
  server.close();
  server.closeAllConnections();
});

const json =
  (status: number, body: unknown): Answer =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

const redirect =
  (status: number, location: string): Answer =>
  (_, response) =>
    response.writeHead(status, { location }).end();

const picture =
  (bytes: Uint8Array): Answer =>
  (_, response) =>
    response.writeHead(200, { 'content-type': 'image/png' }).end(bytes);

const status = 'GET /queue.fal.run/openai/gpt-image-2/requests/request-1/status';
const result = 'GET /queue.fal.run/openai/gpt-image-2/requests/request-1';
const cancel = 'PUT /queue.fal.run/openai/gpt-image-2/requests/request-1/cancel';
const open = () => falProvider({ key: 'key-1', gateway });
const noPicture = () => Promise.reject(new Error('no picture goes along'));

async function submit() {
  const provider = open();
  return provider.submit(request, await provider.prepare(request, never), never);
}

describe('cancelling', () => {
  const queued = json(202, { status: 'IN_QUEUE', queue_position: 3 });
  const requested = json(202, { status: 'CANCELLATION_REQUESTED' });

  test('OK says that it was taken out of the queue', async () => {
    answers = { [status]: [queued], [cancel]: [json(200, { status: 'OK' })] };
    expect(await open().cancel?.(request, vendorId, never)).toBe(true);
  });

  test('one that started between the look and the cancellation may still be charged', async () => {
    answers = { [status]: [queued, json(202, { status: 'IN_PROGRESS' })], [cancel]: [requested] };
    expect(await open().cancel?.(request, vendorId, never)).toBe(false);
  });

  test('one that even finished in between is to be collected', async () => {
    answers = { [status]: [queued, json(200, { status: 'COMPLETED' })], [cancel]: [requested] };
    expect(await open().cancel?.(request, vendorId, never)).toBe(false);
  });

  test('one that is gone afterwards was stopped', async () => {
    answers = { [status]: [queued, json(404, { detail: 'Request not found' })], [cancel]: [requested] };
    expect(await open().cancel?.(request, vendorId, never)).toBe(true);
  });
});

describe('addresses', () => {
  const done = json(200, { status: 'COMPLETED' });
  const drawn = (url: string) => ({ [status]: [done], [result]: [json(200, { images: [{ url }] })] });

  test('a submit is not redirected, since that could order twice', async () => {
    answers = { 'POST /queue.fal.run/openai/gpt-image-2': [redirect(307, `${gateway}/again`)] };
    await expect(submit()).rejects.toMatchObject({ code: 'bad_response', money: 'possibly' });
    expect(asked).toEqual(['POST /queue.fal.run/openai/gpt-image-2']);
  });

  test('a picture is fetched through the gateway, redirects too', async () => {
    answers = {
      ...drawn('https://v3b.fal.media/files/a.png'),
      'GET /v3b.fal.media/files/a.png': [redirect(302, `${gateway}/v3.fal.media/b.png`)],
      'GET /v3.fal.media/b.png': [picture(Buffer.from('bytes'))],
    };
    const { frames } = await open().collect(request, vendorId, never, noPicture);
    expect(Buffer.from(frames[0] ?? []).toString()).toBe('bytes');
  });

  test('a relative redirect stays with the host it came from', async () => {
    answers = {
      ...drawn('https://v3b.fal.media/files/a.png'),
      'GET /v3b.fal.media/files/a.png': [redirect(302, '/other/b.png')],
      'GET /v3b.fal.media/other/b.png': [picture(Buffer.from('bytes'))],
    };
    expect((await open().collect(request, vendorId, never, noPicture)).frames).toHaveLength(1);
  });

  test('redirects that lead round in a circle end', async () => {
    answers = {
      ...drawn('https://v3b.fal.media/a.png'),
      'GET /v3b.fal.media/a.png': [redirect(302, 'https://v3b.fal.media/a.png')],
    };
    await expect(open().collect(request, vendorId, never, noPicture)).rejects.toMatchObject({ code: 'bad_response' });
    expect(asked.length).toBeLessThan(20);
  });

  test.each(['http://169.254.169.254/latest/meta-data', 'file:///etc/passwd', 'no address'])(
    'nothing is fetched from %s',
    async (url) => {
      answers = drawn(url);
      await expect(open().collect(request, vendorId, never, noPicture)).rejects.toMatchObject({
        code: 'bad_response',
        money: 'paid',
      });
    },
  );

  test('a picture that came as data needs no fetching', async () => {
    answers = drawn(`data:image/png;base64,${Buffer.from('bytes').toString('base64')}`);
    const { frames } = await open().collect(request, vendorId, never, noPicture);
    expect(Buffer.from(frames[0] ?? []).toString()).toBe('bytes');
  });

  test('a picture longer than 50 MB is not read to its end', async () => {
    let sent = 0;
    answers = {
      ...drawn('https://v3b.fal.media/a.png'),
      'GET /v3b.fal.media/a.png': [
        (_, response) => {
          const part = Buffer.alloc(1_000_000);
          const more = () => {
            while (!response.destroyed && sent < 500) {
              sent++;
              if (!response.write(part)) return void response.once('drain', more);
            }
          };
          response.writeHead(200, { 'content-type': 'image/png' });
          more();
        },
      ],
    };
    await expect(open().collect(request, vendorId, never, noPicture)).rejects.toMatchObject({
      code: 'bad_response',
      money: 'paid',
    });
    expect(sent).toBeLessThan(100);
  });
});

describe('keys of webhooks', () => {
  const keys = 'GET /rest.fal.ai/.well-known/jwks.json';
  const pairs = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')] as const;
  const published = (key: KeyObject) => json(200, { keys: [key.export({ format: 'jwk' })] });

  function deliver(key: KeyObject) {
    const body = Buffer.from(JSON.stringify({ request_id: 'request-1', status: 'OK', payload: { images: [] } }));
    const at = String(Math.floor(Date.now() / 1_000));
    const message = ['request-1', 'user-1', at, createHash('sha256').update(body).digest('hex')].join('\n');
    return {
      body,
      headers: {
        'x-fal-webhook-request-id': 'request-1',
        'x-fal-webhook-user-id': 'user-1',
        'x-fal-webhook-timestamp': at,
        'x-fal-webhook-signature': sign(null, Buffer.from(message), key).toString('hex'),
      },
    };
  }

  test('a new key of fal is learned, at most one look a minute; an old one is forgotten after a day', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    answers = { [keys]: [published(pairs[0].publicKey), published(pairs[1].publicKey)] };
    const webhooks = openFalWebhooks({ gateway });
    await Promise.all([
      webhooks.read(deliver(pairs[0].privateKey), never),
      webhooks.read(deliver(pairs[0].privateKey), never),
    ]);
    await expect(webhooks.read(deliver(pairs[1].privateKey), never)).rejects.toMatchObject({ code: 'webhook_forged' });
    expect(asked).toHaveLength(1);
    vi.advanceTimersByTime(61_000);
    expect(await webhooks.read(deliver(pairs[1].privateKey), never)).toMatchObject({ status: 'OK' });
    expect(asked).toHaveLength(2);
    await expect(webhooks.read(deliver(pairs[0].privateKey), never)).rejects.toMatchObject({ code: 'webhook_forged' });
    vi.advanceTimersByTime(24 * 3_600_000 + 1);
    await webhooks.read(deliver(pairs[1].privateKey), never);
    expect(asked).toHaveLength(3);
  });

  test('without a signature nobody is asked for keys', async () => {
    const webhooks = openFalWebhooks({ gateway });
    const delivery = { headers: {}, body: Buffer.from('{}') };
    await expect(webhooks.read(delivery, never)).rejects.toMatchObject({ code: 'webhook_unsigned' });
    expect(asked).toEqual([]);
  });

  test('keys that are none are no reason to believe', async () => {
    answers = {
      [keys]: [(_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')],
    };
    const read = openFalWebhooks({ gateway }).read(deliver(pairs[0].privateKey), never);
    await expect(read).rejects.toMatchObject({ code: 'bad_response', retryable: true });
  });
});
