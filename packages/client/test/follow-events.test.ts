import type { ServerResponse } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { StoryEvent } from '@nextpanel/core';
import { expect, test } from 'vitest';
import { ApiError, createClient, ServerUnreachable } from '../src/index.ts';
import { sendJson, startTestServer } from './testing.ts';

const event = (id: string): string =>
  `id: ${id}\nevent: story.status\ndata: {"type":"story.status","story":"s","at":"t"}\n\n`;

const openStream = (response: ServerResponse): ServerResponse => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  return response;
};

const ids = async (events: AsyncIterable<StoryEvent>, stopAt?: string): Promise<string[]> => {
  const seen: string[] = [];
  for await (const { id } of events) {
    seen.push(id);
    if (id === stopAt) break;
  }
  return seen;
};

test('follow=false replays and ends, from after when given', async () => {
  await using server = await startTestServer((response) => openStream(response).end(event('1-0') + event('1-1')));
  const client = createClient({ baseUrl: server.baseUrl });
  const all: StoryEvent[] = [];
  for await (const it of client.events('s', { follow: false })) all.push(it);
  expect(all[0]).toEqual({ id: '1-0', type: 'story.status', story: 's', at: 't' });
  expect(all.map(({ id }) => id)).toEqual(['1-0', '1-1']);
  expect(await ids(client.events('s', { follow: false, after: '1-0' }))).toEqual(['1-1']);
  expect(server.requests.map(({ url, headers }) => [url, headers['last-event-id']])).toEqual([
    ['/v1/stories/s/events?follow=false', undefined],
    ['/v1/stories/s/events?follow=false', '1-0'],
  ]);
});

test('after a lost connection it continues after the last event, and yields none twice', async () => {
  await using server = await startTestServer((response, count) => {
    if (count === 1)
      openStream(response).write(`${event('9-0')}${event('10-0')}id: 11-0\nda`, () => response.destroy());
    else if (count === 2) sendJson(response, { status: 503, code: 'shutting_down', detail: 'later' }, 503);
    // Says an event again, as a server may that knows less than it did.
    else openStream(response).write(event('10-0') + event('11-0'));
  });
  const events = createClient({ baseUrl: server.baseUrl }).events('s');
  expect(await ids(events, '11-0')).toEqual(['9-0', '10-0', '11-0']);
  expect(server.requests.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '10-0', '10-0']);
});

test('a server that ends the stream in order is followed to its successor', async () => {
  await using server = await startTestServer((response, count) => openStream(response).end(event(`${count}-0`)));
  expect(await ids(createClient({ baseUrl: server.baseUrl }).events('s'), '3-0')).toEqual(['1-0', '2-0', '3-0']);
});

test('a refusal is thrown, and not tried again', async () => {
  const problem = { status: 404, code: 'not_found', detail: 'no such story' };
  await using server = await startTestServer((response) => sendJson(response, problem, 404));
  await expect(ids(createClient({ baseUrl: server.baseUrl }).events('s'))).rejects.toBeInstanceOf(ApiError);
  expect(server.requests).toHaveLength(1);
});

test('a server that is not there at the start is thrown', async () => {
  const server = await startTestServer(() => {});
  await server[Symbol.asyncDispose]();
  await expect(ids(createClient({ baseUrl: server.baseUrl }).events('s'))).rejects.toBeInstanceOf(ServerUnreachable);
});

test('aborting ends the iteration quietly and closes the connection', async () => {
  const left = Promise.withResolvers<void>();
  await using server = await startTestServer((response) => {
    response.once('close', left.resolve);
    openStream(response).write(event('1-0'));
  });
  const stop = new AbortController();
  const seen: string[] = [];
  for await (const { id } of createClient({ baseUrl: server.baseUrl }).events('s', { signal: stop.signal })) {
    seen.push(id);
    setTimeout(() => stop.abort(), 10);
  }
  expect(seen).toEqual(['1-0']);
  await left.promise;
});

test('leaving the loop closes the connection', async () => {
  const left = Promise.withResolvers<void>();
  await using server = await startTestServer((response) => {
    response.once('close', left.resolve);
    openStream(response).write(event('1-0'));
  });
  expect(await ids(createClient({ baseUrl: server.baseUrl }).events('s'), '1-0')).toEqual(['1-0']);
  await left.promise;
});

test('a connection that fell silent is given up; heartbeats keep one alive', async () => {
  await using server = await startTestServer((response, count) => {
    openStream(response).write(event(`${count}-0`));
    if (count === 1) return;
    const beat = setInterval(() => response.write(': heartbeat\n\n'), 20);
    setTimeout(() => response.write(event('3-0')), 300);
    response.once('close', () => clearInterval(beat));
  });
  const events = createClient({ baseUrl: server.baseUrl }).events('s', { silenceMs: 100 });
  expect(await ids(events, '3-0')).toEqual(['1-0', '2-0', '3-0']);
  expect(server.requests).toHaveLength(2);
});

test('an abort ends it after garbage collection, too: a response does not keep its request alive', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  await using server = await startTestServer((response) => openStream(response).write(event('1-0')));
  const stop = new AbortController();
  const events = createClient({ baseUrl: server.baseUrl }).events('s', { signal: stop.signal })[Symbol.asyncIterator]();
  expect((await events.next()).value?.id).toBe('1-0');
  const next = events.next();
  for (let round = 0; round < 5; round += 1) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  stop.abort();
  expect((await next).done).toBe(true);
});

test('until the end: what a server that stops has not sent is fetched from the next one, and 204 is the end', async () => {
  await using server = await startTestServer((response, count) => {
    if (count < 3) openStream(response).end(event(`${count}-0`));
    else response.writeHead(204).end();
  });
  const events = createClient({ baseUrl: server.baseUrl }).events('s', { until: 'end' });
  expect(await ids(events)).toEqual(['1-0', '2-0']);
  expect(server.requests.map(({ url, headers }) => [url, headers['last-event-id']])).toEqual([
    ['/v1/stories/s/events?until=end', undefined],
    ['/v1/stories/s/events?until=end', '1-0'],
    ['/v1/stories/s/events?until=end', '2-0'],
  ]);
});
