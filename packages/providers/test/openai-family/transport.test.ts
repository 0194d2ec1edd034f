import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { openTransport } from '../../src/openai-family/transport.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => unknown): Promise<string> {
  const server = createServer((request, response) => void answer(request, response));
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('an answer that is too long is cut, also one that was short until it was unpacked', async () => {
  const url = await serve((request, response) => {
    const body = Buffer.alloc(1_000_000);
    if (request.url === '/packed') response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(body));
    else response.end(body);
  });
  const transport = openTransport({ longestBytes: 999_999 });
  await expect((await transport(`${url}/plain`)).arrayBuffer()).rejects.toThrow('more than 999999 bytes');
  await expect((await transport(`${url}/packed`)).arrayBuffer()).rejects.toThrow('more than 999999 bytes');
  const enough = openTransport({ longestBytes: 1_000_000 });
  expect((await (await enough(`${url}/packed`)).arrayBuffer()).byteLength).toBe(1_000_000);
});

test('a redirect is not followed, so no key travels', async () => {
  let asked = 0;
  const elsewhere = await serve((_request, response) => {
    asked += 1;
    response.end();
  });
  const url = await serve((_request, response) => response.writeHead(307, { location: elsewhere }).end());
  const answer = await openTransport()(url, {
    method: 'POST',
    body: '{}',
    headers: { authorization: 'Bearer secret' },
  });
  expect(answer.status).toBe(307);
  expect(asked).toBe(0);
});

test('only headers that are meant to be sent are', async () => {
  let sent: Record<string, unknown> = {};
  const url = await serve((request, response) => {
    sent = request.headers;
    response.end();
  });
  await openTransport()(url, { headers: { authorization: 'Bearer a', 'api-key': 'b', 'x-injected': 'c' } });
  expect(sent).toMatchObject({ authorization: 'Bearer a', 'api-key': 'b' });
  expect(sent).not.toHaveProperty('x-injected');
});

test('a form goes with its length, its files typed and named', async () => {
  let received: FormData | undefined;
  let length: string | undefined;
  const url = await serve(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    length = request.headers['content-length'];
    const headers = { 'content-type': request.headers['content-type'] ?? '' };
    received = await new Response(new Uint8Array(Buffer.concat(parts)), { headers }).formData();
    response.end();
  });
  const form = new FormData();
  form.append('prompt', 'a hare');
  form.append('image[]', new File([new Uint8Array([1, 2, 3])], 'one.png', { type: 'image/png' }));
  form.append('image[]', new File([new Uint8Array([4])], 'two.jpg', { type: 'image/jpeg' }));
  await openTransport()(url, { method: 'POST', body: form });
  const files = (received?.getAll('image[]') ?? []) as File[];
  expect(received?.get('prompt')).toBe('a hare');
  expect(files.map(({ name, type, size }) => [name, type, size])).toEqual([
    ['one.png', 'image/png', 3],
    ['two.jpg', 'image/jpeg', 1],
  ]);
  expect(Number(length)).toBeGreaterThan(0);
});

test.each([
  [{ detail: 'Invalid API key' }, 'Invalid API key'],
  [{ statusCode: 401, message: 'Access denied' }, 'Access denied'],
  [{ error: 'no such model' }, 'no such model'],
  [{ detail: [{ loc: ['body', 'n'], msg: 'too large' }] }, '[{"loc":["body","n"],"msg":"too large"}]'],
  [{ error: { message: 'as OpenAI says it' } }, 'as OpenAI says it'],
])('the words of %j are kept', async (body, words) => {
  const url = await serve((_request, response) =>
    response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
  );
  const answer = (await (await openTransport()(url)).json()) as { error: { message: string } };
  expect(answer.error.message).toBe(words);
});
