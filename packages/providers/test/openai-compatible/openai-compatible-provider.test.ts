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
    if (asked.method === 'POST')
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    else if (asked.url?.startsWith('/good')) response.end(asked.url);
    else response.writeHead(404).end();
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return openaiCompatibleProvider({ baseUrl, apiKey: null });
}

const draw = async (answer: unknown, count: number) => {
  const provider = await open(answer);
  const { signal } = new AbortController();
  const body = await provider.prepare(request(count), signal);
  const ordered = await provider.submit(request(count), body, signal);
  if (ordered.kind !== 'drawn') throw new Error('not drawn');
  return { ...ordered.drawn, frames: ordered.drawn.frames.map((bytes) => Buffer.from(bytes).toString()) };
};

test('when a later picture cannot be downloaded, those before it are kept and all are paid', async () => {
  const data = [{ url: '/good/1' }, { url: '/gone/2' }, { url: '/good/3' }];
  expect(await draw({ data }, 3)).toEqual({ frames: ['/good/1'], costMicroUsd: 30_000 });
});

test('more pictures than asked for are left, and not paid', async () => {
  const data = [{ url: '/good/1' }, { url: '/good/2' }, { url: '/good/3' }];
  expect(await draw({ data }, 2)).toEqual({ frames: ['/good/1', '/good/2'], costMicroUsd: 20_000 });
});

test('when the first picture cannot be downloaded, nothing is kept', async () => {
  await expect(draw({ data: [{ url: '/gone/1' }, { url: '/good/2' }] }, 2)).rejects.toMatchObject({
    code: 'result_expired',
    money: 'paid',
  });
});
