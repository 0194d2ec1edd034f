import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { openDownloads } from '../../../src/openai-family/answers/download-picture.ts';

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
const vendor = {
  id: 'openai-compatible',
  name: 'the server',
  keyVariable: 'KEY',
  baseUrlVariable: 'BASE_URL',
  secrets: ['the-key'],
} as const;
const downloads = (baseUrl: string, missingMs = 0) =>
  openDownloads({ vendor, baseUrl, headers: { authorization: 'Bearer the-key' }, deadlineMs: 5_000, missingMs });

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
  'https://169.254.169.254/latest',
  'https://10.0.0.1/a.png',
  'https://[::1]/a.png',
  'https://[::ffff:127.0.0.1]/a.png',
  'https://localhost/a.png',
])('%s is not opened; it stays known, and what to correct is named', async (address) => {
  const url = await serve((_request, response) => response.end('x'));
  const opening = downloads(`${url}/v1`)(address, patience);
  await expect(opening).rejects.toMatchObject({
    code: 'picture_unreachable',
    money: 'paid',
    fault: 'final',
    retryable: false,
    collectable: true,
  });
  await expect(opening).rejects.toThrow(/BASE_URL.*responseFormat: true/);
});

test('another name or port of the same machine is private, so it is not opened', async () => {
  let reached = false;
  const other = await serve((_request, response) => {
    reached = true;
    response.end('x');
  });
  const url = await serve((_request, response) => response.end('x'));
  for (const address of [`${other}/x.png`, `${url.replace('127.0.0.1', 'localhost')}/x.png`]) {
    await expect(downloads(`${url}/v1`)(address, patience)).rejects.toMatchObject({ code: 'picture_unreachable' });
  }
  expect(reached).toBe(false);
});

test('what is not there yet is asked for again; what stays away is gone, and a path is distinguished from an address', async () => {
  let asked = 0;
  const url = await serve((request, response) => {
    asked += 1;
    if (request.url === '/late.png' && asked > 2) response.end('bytes');
    else response.writeHead(404).end();
  });
  expect(Buffer.from(await downloads(`${url}/v1`, 60_000)(`${url}/late.png`, patience)).toString()).toBe('bytes');
  const gone = downloads(`${url}/v1`)('/home/admin/.xinference/image/x.jpg', patience);
  await expect(gone).rejects.toMatchObject({ code: 'result_expired', retryable: false, collectable: true });
  await expect(gone).rejects.toThrow(/a file on its disk.*responseFormat: true/);
});

test('what stands behind the server is not read by way of a redirect', async () => {
  let reached = false;
  const inner = await serve((_request, response) => {
    reached = true;
    response.end('internal');
  });
  const url = await serve((_request, response) => response.writeHead(302, { location: `${inner}/secrets` }).end());
  await expect(downloads(`${url}/v1`)(`${url}/a.png`, patience)).rejects.toMatchObject({
    code: 'picture_unreachable',
    money: 'paid',
  });
  expect(reached).toBe(false);
});

test('a redirect in a circle ends', async () => {
  const url = await serve((_request, response) => response.writeHead(302, { location: '/again' }).end());
  await expect(downloads(`${url}/v1`)(`${url}/a.png`, patience)).rejects.toMatchObject({ code: 'picture_unreachable' });
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
