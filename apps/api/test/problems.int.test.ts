import { connect } from 'node:net';
import { type Problem, problemSchema } from '@nextpanel/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shortStory, startTestApi, type TestApi } from './testing.ts';

let api: TestApi;
let story: string;
beforeAll(async () => {
  api = await startTestApi();
  story = (await api.submit(shortStory(2))).links.self;
});
afterAll(() => api[Symbol.asyncDispose]());

async function problemOf(response: Response): Promise<Problem> {
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const problem = problemSchema.parse(await response.json());
  expect(problem.status).toBe(response.status);
  expect(problem.type).toBe(`/problems/${problem.code}`);
  return problem;
}

const json = { 'content-type': 'application/json' };
const yaml = { 'content-type': 'application/yaml' };

test.each([
  '/v1/stories/nope',
  '/v1/stories/nope/panels',
  '/v1/stories/nope/events',
  '/v1/stories/nope/events?follow=false',
  '/v1/stories/nope/books/pdf',
  '/v1/stories/a%2Fb',
  `/v1/stories/${'x'.repeat(200)}`,
  '/v1/nothing',
  '/nothing',
  '/docs/static/nothing.js',
  '/queues/static/nothing.js',
])('404 %s', async (path) => {
  const response = await api.get(path);
  expect(response.status).toBe(404);
  expect(await problemOf(response)).toMatchObject({ code: 'not_found' });
});

test('404 for panels, sheets and formats that the story does not have, and for odd numbers', async () => {
  for (const part of [
    'panels/3/image',
    'panels/0/image',
    'panels/-1/image',
    'panels/1e0/image',
    'sheets/9/image',
    'books/docx',
  ]) {
    const response = await api.get(`${story}/${part}`);
    expect([part, response.status, (await problemOf(response)).code]).toEqual([part, 404, 'not_found']);
  }
});

test('404 with its own code for what is not made yet', async () => {
  for (const [part, code] of [
    ['panels/1/image', 'not_drawn'],
    ['panels/1/image?width=100', 'not_drawn'],
    ['sheets/1/image', 'not_drawn'],
    ['books/pdf', 'not_bound'],
    ['books/epub', 'not_bound'],
  ]) {
    const response = await api.get(`${story}/${part}`);
    expect([part, response.status, (await problemOf(response)).code]).toEqual([part, 404, code]);
  }
});

test('404 for what is posted to nowhere, whatever the body', async () => {
  const response = await api.post('/v1/nothing', 'x', { 'content-type': 'foo/bar' });
  expect(await problemOf(response)).toMatchObject({ status: 404, code: 'not_found' });
  expect((await api.post('/v1/stories/nope/pause')).status).toBe(404);
});

test('405 names the methods there are, whatever the body', async () => {
  const response = await fetch(`${api.url}/v1/stories`, {
    method: 'PUT',
    body: 'x',
    headers: { 'content-type': 'foo/bar' },
  });
  expect(response.headers.get('allow')).toBe('GET, HEAD, POST');
  expect(await problemOf(response)).toMatchObject({ status: 405, code: 'method_not_allowed' });
  expect((await fetch(`${api.url}${story}/events`, { method: 'DELETE' })).status).toBe(405);
  expect((await api.get(`${story}/pause`)).status).toBe(405);
});

test.each([
  ['broken JSON', '{"title": ', json],
  ['broken YAML', 'title: "x', yaml],
  ['nothing', '', json],
  ['no UTF-8', new Uint8Array([0x7b, 0xff, 0xfe]), json],
])('400 unparsable: %s', async (_what, body, headers) => {
  expect(await problemOf(await api.post('/v1/stories', body, headers))).toMatchObject({
    status: 400,
    code: 'unparsable',
  });
});

test('400 unparsable: no body at all', async () => {
  expect(await problemOf(await api.post('/v1/stories'))).toMatchObject({ status: 400, code: 'unparsable' });
});

test('400 unparsable: a session that is not JSON', async () => {
  expect(await problemOf(await api.post('/v1/session', '{', json))).toMatchObject({ status: 400, code: 'unparsable' });
});

test('400 for a cursor nobody gave out', async () => {
  for (const path of ['/v1/stories', `${story}/panels`]) {
    expect(await problemOf(await api.get(`${path}?cursor=made-up`))).toMatchObject({
      status: 400,
      code: 'invalid_cursor',
    });
  }
});

test('400 for an address that cannot be decoded', async () => {
  expect(await problemOf(await api.get('/v1/stories/%zz'))).toMatchObject({ status: 400, code: 'bad_request' });
});

test('400 for what is not HTTP', async () => {
  const { port, hostname } = new URL(api.url);
  const socket = connect(Number(port), hostname).setEncoding('utf8');
  socket.end('complete nonsense\r\n\r\n');
  let answer = '';
  for await (const chunk of socket) answer += chunk as string;
  expect(answer).toMatch(/^HTTP\/1.1 400 /);
  expect(answer).toContain('content-type: application/problem+json');
  expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ code: 'bad_request' });
});

test.each([
  '/v1/stories?limit=0',
  '/v1/stories?limit=201',
  '/v1/stories?limit=1.5',
  '/v1/stories?limit=',
  '/v1/stories?limit=1&limit=2',
  '/v1/stories?status=done',
  '/v1/stories?sort=title',
  '/v1/stories?satus=drawing',
  '/v1/stories?cursor=',
  'panels?limit=x',
  'events?folow=false',
  'events?follow=no',
  'events?after=yesterday',
  'panels/1/image?width=0',
  'panels/1/image?width=100000',
])('422 for the query %s', async (path) => {
  const response = await api.get(path.startsWith('/') ? path : `${story}/${path}`);
  expect(await problemOf(response)).toMatchObject({
    status: 422,
    code: 'invalid',
    errors: [{ detail: expect.any(String) }],
  });
});

test('422 for an Idempotency-Key or a Last-Event-ID that cannot be one', async () => {
  const submitted = await api.post('/v1/stories', shortStory(), { 'idempotency-key': 'a b' });
  expect(await problemOf(submitted)).toMatchObject({
    status: 422,
    code: 'invalid',
    errors: [{ pointer: '/idempotency-key' }],
  });
  const followed = await api.get(`${story}/events`, { 'last-event-id': 'x' });
  expect(await problemOf(followed)).toMatchObject({
    status: 422,
    code: 'invalid',
    errors: [{ pointer: '/last-event-id' }],
  });
});

test('422 for a story that refers to a picture nobody uploaded', async () => {
  const asset = `asset_${'0'.repeat(64)}`;
  const characters = [{ id: 'hare', name: 'Hare', description: 'A hare', references: [asset] }];
  expect(await problemOf(await api.post('/v1/stories', shortStory(1, { characters })))).toMatchObject({
    status: 422,
    code: 'unknown_asset',
    errors: [{ pointer: '/characters/0/references/0' }],
  });
});

test('413 for a body above 16 MiB, said before it is all sent', async () => {
  const body = new Uint8Array(16 * 1024 * 1024 + 1).fill(0x20);
  for (const [path, type] of [
    ['/v1/stories', 'application/json'],
    ['/v1/assets', 'image/png'],
  ] as const) {
    expect(await problemOf(await api.post(path, body, { 'content-type': type }))).toMatchObject({
      status: 413,
      code: 'too_large',
      detail: 'the body is too large: this address takes at most 16,777,216 bytes',
    });
  }
});

test('415 names the types there are', async () => {
  for (const [path, type, expected] of [
    ['/v1/stories', 'text/plain', 'application/yaml'],
    ['/v1/estimates', 'multipart/form-data; boundary=x', 'application/yaml'],
    ['/v1/assets', 'application/json', 'image/png'],
    ['/v1/session', 'text/plain', 'application/json'],
  ] as const) {
    const problem = await problemOf(await api.post(path, 'x', { 'content-type': type }));
    expect(problem).toMatchObject({
      status: 415,
      code: 'unsupported_media_type',
      detail: expect.stringContaining(expected),
    });
  }
});

test('400 for a form that is broken', async () => {
  const problem = await problemOf(
    await api.post('/v1/stories', 'x', { 'content-type': 'multipart/form-data; boundary=x' }),
  );
  expect(problem).toMatchObject({ status: 400, code: 'unparsable', detail: expect.stringContaining('boundary') });
});

test('422 for an upload that is no picture', async () => {
  const problem = await problemOf(await api.post('/v1/assets', 'no picture', { 'content-type': 'image/png' }));
  expect(problem).toMatchObject({ status: 422, code: 'picture_unreadable' });
  expect((await api.post('/v1/assets')).status).toBe(422);
});

test('500 tells nothing but the request id, under which the log has the cause', async () => {
  const { id, links } = await api.submit(shortStory());
  const { root } = api.context;
  await api.redis.hset(`${root}:story:${id}`, 'spec', '!secret cause');
  const response = await api.get(links.self);
  const requestId = response.headers.get('x-request-id') ?? '-';
  const problem = await problemOf(response);
  expect(problem).toMatchObject({ status: 500, code: 'unexpected', detail: expect.stringContaining(requestId) });
  expect(JSON.stringify(problem)).not.toContain('secret');
  expect(api.log.some((line) => line.includes('secret') && line.includes(requestId))).toBe(true);
});

test('422 for edits that say something wrong: every mistake at its line, in words', async () => {
  const send = (path: string, method: string, body: string, headers: Record<string, string>) =>
    fetch(`${api.url}${story}${path}`, { method, body, headers });
  const edit = await send('/panels/1', 'PATCH', 'promt: It rains\ndryRun: yes please\n', yaml);
  expect(await problemOf(edit)).toMatchObject({
    status: 422,
    code: 'invalid',
    detail: 'the body has 2 mistakes',
    errors: [
      { pointer: '/promt', line: 1, detail: 'unknown key "promt"; did you mean `prompt`?' },
      { pointer: '/dryRun', line: 2, detail: expect.stringMatching(/^expected true or false, got the text/) },
    ],
  });
  const retake = await send('/panels/1/retake', 'POST', '{"count": 99}', json);
  expect(await problemOf(retake)).toMatchObject({
    errors: [{ pointer: '/count', detail: 'must be at most 8; got the number 99' }],
  });
  const broken = await send('/lettering', 'PATCH', '{"panels": [', json);
  expect(await problemOf(broken)).toMatchObject({ status: 400, code: 'unparsable' });
});

test('edits are taken as YAML, too, and those with a default for everything without a body', async () => {
  const edited = await fetch(`${api.url}${story}/panels/1`, {
    method: 'PATCH',
    body: 'prompt: It rains',
    headers: yaml,
  });
  expect([edited.status, await edited.json()]).toEqual([200, expect.objectContaining({ prompt: 'It rains' })]);
  const amended = await fetch(`${api.url}${story}`, { method: 'PATCH', body: 'title: Rain', headers: yaml });
  expect([amended.status, await amended.json()]).toEqual([200, expect.objectContaining({ title: 'Rain' })]);
  // Read without complaint: only that the panel is not drawn yet speaks against it.
  for (const [body, headers] of [['', json], []] as const)
    expect(await problemOf(await api.post(`${story}/panels/1/retake`, body, headers))).toMatchObject({
      code: 'invalid_state',
    });
});
