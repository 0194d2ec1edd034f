import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventsOf, rawRequest, type StreamedEvent, shortStory, startTestApi, type TestApi } from './testing.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({}, { heartbeatMs: 50 });
});
afterAll(() => api[Symbol.asyncDispose]());

async function replay(path: string, headers?: Record<string, string>): Promise<StreamedEvent[]> {
  const events: StreamedEvent[] = [];
  for await (const event of eventsOf(await api.get(path, headers))) events.push(event);
  return events;
}
const openStreams = async (): Promise<number> =>
  Number(/^nextpanel_event_streams (\d+)$/m.exec(await (await api.get('/metrics')).text())?.[1]);

/** A story with three events: queued, paused, queued. */
async function eventfulStory(): Promise<string> {
  const { links } = await api.submit(shortStory());
  await api.post(`${links.self}/pause`);
  await api.post(`${links.self}/resume`);
  return links.self;
}

test('follow=false replays what happened, in order, and ends', async () => {
  const self = await eventfulStory();
  const events = await replay(`${self}/events?follow=false`);
  expect(events.map(({ event, data }) => [event, data.type, data.status])).toEqual([
    ['story.status', 'story.status', 'queued'],
    ['story.status', 'story.status', 'paused'],
    ['story.status', 'story.status', 'queued'],
  ]);
  for (const { id, data } of events) {
    expect(id).toMatch(/^\d+-\d+$/);
    expect(self).toContain(data.story);
    expect(new Date(data.at as string).toISOString()).toBe(data.at);
  }
});

test('a stream starts behind Last-Event-ID, which wins over ?after=', async () => {
  const self = await eventfulStory();
  const [first, second, third] = await replay(`${self}/events?follow=false`);
  expect(await replay(`${self}/events?follow=false&after=${first?.id}`)).toEqual([second, third]);
  expect(await replay(`${self}/events?follow=false&after=${first?.id}`, { 'last-event-id': second?.id ?? '' })).toEqual(
    [third],
  );
  expect(await replay(`${self}/events?follow=false`, { 'last-event-id': '' })).toHaveLength(3);
});

test('Last-Event-ID: 0 is the start, as an EventSource without an id may send it', async () => {
  const self = await eventfulStory();
  expect(await replay(`${self}/events?follow=false`, { 'last-event-id': '0' })).toHaveLength(3);
});

test('a stream until the end ends when the story rests, also one that is resumed on the way', async () => {
  const self = await eventfulStory();
  const all = await replay(`${self}/events?follow=false`);
  const following = replay(`${self}/events?until=end`);
  await api.post(`${self}/pause`);
  const seen = await following;
  expect(seen.slice(0, 3)).toEqual(all);
  expect(seen.at(-1)?.data.status).toBe('paused');
  // Nothing is left: a browser that gets 204 does not connect again.
  expect((await api.get(`${self}/events?until=end`, { 'last-event-id': seen.at(-1)?.id ?? '' })).status).toBe(204);
  expect(await replay(`${self}/events?until=end`, { 'last-event-id': seen.at(-2)?.id ?? '' })).toHaveLength(1);
});

test('a stream is an event stream for everybody on the way', async () => {
  const self = await eventfulStory();
  const response = await api.get(`${self}/events?follow=false`);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('x-accel-buffering')).toBe('no');
  expect(await response.text()).toMatch(/^retry: \d+\n\nid: /);
});

test('a stream that follows replays, then tells what happens as it happens', async () => {
  const { links } = await api.submit(shortStory());
  const statuses: unknown[] = [];
  for await (const { data } of eventsOf(await api.get(links.events))) {
    statuses.push(data.status);
    if (data.status === 'queued') await api.post(`${links.self}/pause`);
    else if (data.status === 'paused') await api.post(`${links.self}/cancel`);
    else break;
  }
  expect(statuses).toEqual(['queued', 'paused', 'cancelled']);
});

test('a quiet stream has heartbeats', async () => {
  const { links } = await api.submit(shortStory());
  const response = await api.get(links.events);
  let text = '';
  for await (const chunk of (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.split(': heartbeat\n\n').length > 3) break;
  }
  expect(text).toContain(': heartbeat\n\n: heartbeat\n\n');
});

test('nothing is left behind when clients leave, whether they follow or not', async () => {
  const { id, links } = await api.submit(shortStory());
  expect(await openStreams()).toBe(0);
  const leave = new AbortController();
  const responses = await Promise.all(
    Array.from({ length: 20 }, () => fetch(`${api.url}${links.events}`, { signal: leave.signal })),
  );
  expect(responses.map(({ status }) => status)).toEqual(Array(20).fill(200));
  expect(await openStreams()).toBe(20);
  const { root } = api.context;
  const subscribers = async () => (await api.redis.pubsub('NUMSUB', `${root}:story:${id}:events`))[1];
  expect(await subscribers()).toBe(1);
  leave.abort();
  await expect.poll(openStreams).toBe(0);
  await expect.poll(subscribers).toBe(0);
  await replay(`${links.events}?follow=false`);
  await expect.poll(openStreams).toBe(0);
  // The story still has its events for the next one who comes.
  for await (const { data } of eventsOf(await api.get(links.events))) {
    expect(data.status).toBe('queued');
    break;
  }
  await expect.poll(openStreams).toBe(0);
});

test('closing the server ends its streams in order', async () => {
  const own = await startTestApi();
  const { links } = await own.submit(shortStory());
  const response = await own.get(links.events);
  const seen: unknown[] = [];
  const reading = (async () => {
    for await (const { data } of eventsOf(response)) seen.push(data.status);
  })();
  await expect.poll(() => seen.length).toBe(1);
  await own[Symbol.asyncDispose]();
  await reading;
});

test('a connection that never asks for anything does not hold up the close', async () => {
  const own = await startTestApi();
  const { port, hostname } = new URL(own.url);
  const socket = connect(Number(port), hostname).resume();
  await once(socket, 'connect');
  await own.get('/healthz');
  await own[Symbol.asyncDispose]();
  await expect.poll(() => socket.closed).toBe(true);
});

test('HEAD says what would come and keeps nothing open', async () => {
  const { links } = await api.submit(shortStory());
  const answer = await rawRequest(`${api.url}${links.events}`, {}, 'HEAD');
  expect([answer.status, answer.headers['content-type'], answer.body]).toEqual([200, 'text/event-stream', '']);
  await expect.poll(openStreams).toBe(0);
});

test('an event of a newer version is sent on as it was written, and the stream continues', async () => {
  const { id, links } = await api.submit(shortStory());
  const { root } = api.context;
  const key = `${root}:story:${id}:events`;
  await api.redis.xadd(key, '*', 'type', 'moon.phase', 'data', '{"phase":"full"}', 'version', '7');
  await api.redis.xadd(key, '*', 'type', 'batch.drawn', 'data', 'not JSON');
  await api.post(`${links.self}/pause`);
  const [, moon, broken, paused] = await replay(`${links.events}?follow=false`);
  expect(moon).toMatchObject({
    event: 'moon.phase',
    data: { type: 'moon.phase', phase: 'full', version: 7, story: id },
  });
  expect(broken).toMatchObject({ event: 'batch.drawn', data: { type: 'batch.drawn', story: id } });
  expect(paused).toMatchObject({ event: 'story.status', data: { status: 'paused' } });
});

test('a follower of a story that is deleted gets an event, and its stream ends', async () => {
  const { links } = await api.submit(shortStory());
  const types: string[] = [];
  let last = '';
  for await (const { id, event } of eventsOf(await api.get(links.events))) {
    types.push(event);
    expect(id > last).toBe(true);
    last = id;
    if (types.length > 1) continue;
    await api.post(`${links.self}/cancel`);
    await fetch(`${api.url}${links.self}`, { method: 'DELETE' });
  }
  expect(types.at(-1)).toBe('story.deleted');
  await expect.poll(openStreams).toBe(0);
});

test('the schema of the events is served, and every event of a story is valid by it', async () => {
  const response = await api.get('/v1/schemas/events');
  expect(response.headers.get('content-type')).toBe('application/schema+json');
  expect(await response.json()).toMatchObject({ $id: 'urn:nextpanel:events', $defs: { 'story.status': {} } });
  expect((await api.get('/v1/schemas/moon')).status).toBe(404);
});

test('changes of stories are unnamed messages, those of the operations are named', async () => {
  const events: StreamedEvent[] = [];
  for await (const event of eventsOf(await api.get('/v1/events'))) {
    events.push(event);
    if (events.length === 1) await api.submit(shortStory());
    if (events.length === 3) break;
  }
  expect(events.map(({ event }) => event).sort()).toEqual(['', '', 'operations']);
  expect(events[0]?.data).toEqual({ stories: [] });
  expect(events.find(({ event }) => event === 'operations')?.data).toEqual({ operations: ['queues'] });
});
