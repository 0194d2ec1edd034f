import { mkdtemp, open, readdir, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendBytes } from '../src/send-bytes.ts';

const bytes = 64 * 1024 * 1024;

/** A file as the store gives it out. */
const fileAt = (path: string) => ({
  bytes,
  stream: async (range?: { first: number; last: number }) =>
    (await open(path)).createReadStream(range && { start: range.first, end: range.last }),
});

let folder: string;
let url: string;
let app: FastifyInstance;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nextpanel-send-'));
  const path = join(folder, 'book');
  const file = await open(path, 'w');
  await file.truncate(bytes);
  await file.close();
  app = fastify();
  app.get('/book', (request, reply) =>
    sendBytes(request, reply, { content: fileAt(path), mime: 'application/pdf', etag: 'x' }),
  );
  app.get('/gone', (request, reply) =>
    sendBytes(request, reply, { content: fileAt(join(folder, 'gone')), mime: 'application/pdf', etag: 'x' }),
  );
  url = await app.listen();
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

async function openFiles(): Promise<number> {
  const links = (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => ''));
  return (await Promise.all(links)).filter((link) => link.startsWith(folder)).length;
}

test.runIf(process.platform === 'linux')('a client that leaves in the middle leaves no file open', async () => {
  const leave = new AbortController();
  await Promise.all(
    Array.from({ length: 5 }, async () => {
      const response = await fetch(`${url}/book`, { signal: leave.signal });
      await response.body?.getReader().read();
    }),
  );
  expect(await openFiles()).toBe(5);
  leave.abort();
  await expect.poll(openFiles).toBe(0);
});

test('a large file comes whole', async () => {
  let received = 0;
  for await (const chunk of (await fetch(`${url}/book`)).body ?? []) received += chunk.byteLength;
  expect(received).toBe(bytes);
});

test('a file that is gone is an error, not half an answer', async () => {
  const response = await fetch(`${url}/gone`);
  expect(response.status).toBe(500);
});
