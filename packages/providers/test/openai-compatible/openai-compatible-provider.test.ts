import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type DrawRequest, findModel, readCatalogueFile } from '@nextpanel/core';
import { afterEach, expect, test } from 'vitest';
import { openaiCompatibleProvider } from '../../src/openai-compatible/openai-compatible-provider.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

const catalogue = readCatalogueFile({
  models: [
    {
      provider: 'openai-compatible',
      id: 'm',
      methods: ['one-call'],
      imagesPerCall: { generate: 4, edit: 4 },
      sends: { n: true },
      price: { by: 'image', usd: 0.01, margin: 0 },
    },
  ],
});

const request = (count: number): DrawRequest => ({
  id: 'order-1',
  key: 'k',
  model: findModel({ provider: 'openai-compatible', model: 'm' }, catalogue),
  method: 'one-call',
  size: { width: 512, height: 512 },
  quality: undefined,
  language: 'en',
  recoverable: false,
  prompt: 'a hare',
  panels: Array.from({ length: count }, (_, index) => ({ number: index + 1, prompt: 'a hare', characters: [] })),
  references: [],
  referenceFrame: null,
});

/** A provider of a server that answers an order with this, and has the files named in it if their name is `good…`. */
async function open(answer: unknown) {
  const server = createServer((asked, response) => {
    const { events } = answer as { events?: string };
    if (asked.method === 'POST' && events !== undefined)
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(events);
    else if (asked.method === 'POST')
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    else if (asked.url?.startsWith('/good')) response.end(asked.url);
    else response.writeHead(404).end();
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return openaiCompatibleProvider({ baseUrl, apiKey: null }, { missingMs: 0, pollMs: 10 });
}

const draw = async (answer: unknown, count: number) => {
  const provider = await open(answer);
  const { signal } = new AbortController();
  const body = await provider.prepare(request(count), signal);
  const ordered = await provider.submit(request(count), body, signal);
  const noPicture = () => Promise.reject(new Error('no picture goes along'));
  const drawn =
    ordered.kind === 'drawn'
      ? ordered.drawn
      : await provider.collect(request(count), ordered.vendorId, signal, noPicture);
  return { ...drawn, frames: drawn.frames.map((bytes) => bytes && Buffer.from(bytes).toString()) };
};

test('when one picture cannot be downloaded, the others are kept in their places and all are paid', async () => {
  const data = [{ url: '/good/1' }, { url: '/gone/2' }, { url: '/good/3' }];
  expect(await draw({ data }, 3)).toEqual({ frames: ['/good/1', null, '/good/3'], costMicroUsd: 30_000 });
});

test('more pictures than asked for are left, and not paid', async () => {
  const data = [{ url: '/good/1' }, { url: '/good/2' }, { url: '/good/3' }];
  expect(await draw({ data }, 2)).toEqual({ frames: ['/good/1', '/good/2'], costMicroUsd: 20_000 });
});

test('when no picture can be downloaded, it is one failure that may be collected later', async () => {
  await expect(draw({ data: [{ url: '/gone/1' }, { url: '/gone/2' }] }, 2)).rejects.toMatchObject({
    code: 'result_expired',
    money: 'paid',
    collectable: true,
  });
});

test('an address is an accepted request, so that a crash or a wrong setting loses nothing', async () => {
  const provider = await open({ data: [{ url: '/good/1?sig=a' }] });
  const { signal } = new AbortController();
  const body = await provider.prepare(request(1), signal);
  expect(await provider.submit(request(1), body, signal)).toEqual({ kind: 'accepted', vendorId: 'url:/good/1?sig=a' });
});

test('an event stream is read although none was asked for', async () => {
  const picture = Buffer.from('the picture').toString('base64');
  const partial = { type: 'image_generation.partial_image', b64_json: 'AAAA', partial_image_index: 0 };
  const completed = { type: 'image_generation.completed', b64_json: picture, usage: { total_tokens: 1 } };
  const events = [partial, completed].map((it) => `event: ${it.type}\ndata: ${JSON.stringify(it)}\n\n`);
  const drawn = await draw({ events: [...events, 'data: [DONE]\n\n'].join('') }, 1);
  expect(drawn.frames).toEqual(['the picture']);
  const failing = { type: 'error', error: { code: 'moderation_blocked', message: 'no' } };
  await expect(draw({ events: `data: ${JSON.stringify(failing)}\n\n` }, 1)).rejects.toMatchObject({
    code: 'moderation_blocked',
  });
  await expect(draw({ events: `data: ${JSON.stringify(partial)}\n\n` }, 1)).rejects.toMatchObject({ fault: 'outage' });
});
