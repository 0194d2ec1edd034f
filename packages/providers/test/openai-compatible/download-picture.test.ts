import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { openDownloads } from '../../src/openai-compatible/download-picture.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const patience = new AbortController().signal;
const vendor = { id: 'openai-compatible', name: 'the server', keyVariable: 'KEY', secrets: ['the-key'] } as const;
const downloads = (baseUrl: string) => openDownloads({ vendor, baseUrl, apiKey: 'the-key', deadlineMs: 5_000 });

test("the server's own pictures are fetched with the key, also by a relative address and a redirect of its own", async () => {
  const asked: IncomingMessage[] = [];
  const url = await serve((request, response) => {
    asked.push(request);
    if (request.url === '/moved') response.writeHead(302, { location: '/files/a.png' }).end();
    else response.writeHead(200, { 'content-type': 'image/png' }).end('bytes');
  });
  const download = downloads(`${url}/v1`);
  for (const address of [`${url}/files/a.png`, '/files/a.png', `${url}/moved`]) {
    expect(Buffer.from(await download(address, patience)).toString()).toBe('bytes');
  }
  expect(asked.map(({ headers }) => headers.authorization)).toEqual(Array(4).fill('Bearer the-key'));
});

test.each([
  'http://other.example/a.png',
  'file:///etc/passwd',
  'ftp://host.example/a',
  'http://169.254.169.254/latest',
])('%s is not opened', async (address) => {
  const url = await serve((_request, response) => response.end('x'));
  await expect(downloads(`${url}/v1`)(address, patience)).rejects.toMatchObject({
    code: 'bad_response',
    money: 'paid',
  });
});

test('what stands behind the server is not read by way of a redirect', async () => {
  let reached = false;
  const inner = await serve((_request, response) => {
    reached = true;
    response.end('internal');
  });
  const url = await serve((_request, response) => response.writeHead(302, { location: `${inner}/secrets` }).end());
  await expect(downloads(`${url}/v1`)(`${url}/a.png`, patience)).rejects.toMatchObject({
    code: 'bad_response',
    money: 'paid',
  });
  expect(reached).toBe(false);
});

test('a redirect in a circle ends', async () => {
  const url = await serve((_request, response) => response.writeHead(302, { location: '/again' }).end());
  await expect(downloads(`${url}/v1`)(`${url}/a.png`, patience)).rejects.toMatchObject({ code: 'bad_response' });
});

test('signatures in addresses are in no message', async () => {
  const url = await serve((_request, response) => response.writeHead(403).end());
  await expect(downloads(`${url}/v1`)(`${url}/a.png?sig=verysecret`, patience)).rejects.toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('verysecret') }),
  );
});

test('more than 50 MB is no picture', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'image/png' });
    const part = Buffer.alloc(1_000_000);
    let left = 51;
    const more = () => {
      while (left-- > 0) if (!response.write(part)) return void response.once('drain', more);
      response.end();
    };
    more();
  });
  await expect(downloads(`${url}/v1`)(`${url}/a.png`, patience)).rejects.toMatchObject({
    code: 'bad_response',
    money: 'paid',
  });
});
