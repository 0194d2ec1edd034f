import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shortStory, startTestApi, type TestApi } from '../testing.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api[Symbol.asyncDispose]());

const readers = 40;
const events = 2_000;

/** Asks for a stream and then reads nothing: the kernel's buffers fill up, and what the server writes waits. */
async function openSlowReader(path: string): Promise<Socket> {
  const { hostname, port } = new URL(api.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  socket.pause();
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAccept: text/event-stream\r\n\r\n`);
  return socket;
}

async function addEvents(story: string): Promise<void> {
  const key = (await api.redis.keys(`*:story:${story}:events`))[0] as string;
  const [[, fields] = ['', []]] = await api.redis.xrange(key, '-', '+', 'COUNT', 1);
  for (let added = 0; added < events; added += 1_000) {
    const some = api.redis.pipeline();
    for (let nth = 0; nth < 1_000; nth += 1) some.xadd(key, '*', ...fields);
    await some.exec();
  }
}

test('while forty readers of events read nothing, other requests are answered, and who reads is sent everything', async () => {
  const { id } = await api.submit(shortStory(2));
  await addEvents(id);
  const path = `/v1/stories/${id}/events`;
  const slow = await Promise.all(Array.from({ length: readers }, () => openSlowReader(path)));
  try {
    let isReading = true;
    const all = api.get(`${path}?follow=false`).then((answer) => answer.text());
    void all.finally(() => {
      isReading = false;
    });
    let answered = 0;
    while (isReading) {
      expect((await api.get('/healthz')).status).toBe(200);
      answered += 1;
    }
    expect((await all).match(/^id: /gm)?.length).toBeGreaterThan(events);
    // Streams that took no turns would let one or two through.
    expect(answered).toBeGreaterThan(20);
  } finally {
    for (const socket of slow) socket.destroy();
  }
  expect((await api.get(`/v1/stories/${id}`)).status).toBe(200);
});
