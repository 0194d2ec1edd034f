import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { reachModels } from '../../src/openai-family/reach-models.ts';
import { openTransport } from '../../src/openai-family/transport.ts';

let server: Server | undefined;
afterEach(() => {
  server?.close();
});

async function reach(answer: RequestListener): Promise<string> {
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const ask = reachModels(openTransport(), { baseUrl, credential: { kind: 'bearer', value: 'key-1' } });
  return ask(AbortSignal.timeout(5_000));
}

const json =
  (status: number): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end('{"data":[]}');
  };

test.for([
  [200, 'works'],
  [401, 'works'],
  [404, 'unknown'],
  [405, 'unknown'],
  [429, 'down'],
  [500, 'down'],
  [503, 'down'],
] as const)('a list of models answered with %s: the server %s', async ([status, expected]) => {
  expect(await reach(json(status))).toBe(expected);
});

test('a page of something in front of the server shows that it is down', async () => {
  const page: RequestListener = (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Maintenance</title>');
  };
  expect(await reach(page)).toBe('down');
});

test('the key goes along, and nothing is sent', async () => {
  const asked: unknown[] = [];
  await reach((request, response) => {
    asked.push([request.method, request.url, request.headers.authorization]);
    response.end('{}');
  });
  expect(asked).toEqual([['GET', '/v1/models', 'Bearer key-1']]);
});
