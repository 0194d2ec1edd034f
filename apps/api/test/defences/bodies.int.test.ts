import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Problem } from '@nextpanel/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shortStory, startTestApi, type TestApi } from '../testing.ts';

let api: TestApi;
let withFal: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  withFal = await startTestApi({ FAL_KEY: 'key-id:key-secret', NEXTPANEL_PUBLIC_URL: 'https://comics.example' });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await withFal[Symbol.asyncDispose]();
});

const json = { 'content-type': 'application/json' };

/** What a server answers to a head that announces a body, before any of it is sent. */
async function answerToHead(url: string, request: readonly string[]): Promise<{ status: number; body: string }> {
  const { host, hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(`${[request[0], `Host: ${host}`, ...request.slice(1)].join('\r\n')}\r\n\r\n`);
  let answer = '';
  for await (const part of socket.setEncoding('utf8')) {
    answer += String(part);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (/transfer-encoding: chunked/i.test(head) ? body.endsWith('0') : Buffer.byteLength(body) >= length && length > 0)
      break;
  }
  socket.destroy();
  const [head = '', ...rest] = answer.split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), body: rest.join('\r\n\r\n') };
}

const signature = {
  'X-Fal-Webhook-Request-Id': randomUUID(),
  'X-Fal-Webhook-User-Id': 'another-user',
  'X-Fal-Webhook-Timestamp': String(Math.floor(Date.now() / 1_000)),
  'X-Fal-Webhook-Signature': 'ab'.repeat(64),
};
const headersOf = (headers: Record<string, string>) =>
  Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
const large = ['Content-Type: application/json', 'Content-Length: 16000000'];

test.each([
  ['fal is not set up', () => api, headersOf(signature), 404, 'not_found'],
  ['the signature is missing', () => withFal, [], 400, 'webhook_unsigned'],
  [
    'the signature is old',
    () => withFal,
    headersOf({ ...signature, 'X-Fal-Webhook-Timestamp': '1700000000' }),
    401,
    'webhook_late',
  ],
  ['no such order was made', () => withFal, headersOf(signature), 404, 'not_found'],
])('a delivery of fal is refused before its body is read: %s', async (_reason, of, headers, status, code) => {
  const answer = await answerToHead(of().url, [`POST /v1/hooks/fal/${randomUUID()} HTTP/1.1`, ...large, ...headers]);
  expect([answer.status, answer.body]).toEqual([status, expect.stringContaining(`"${code}"`)]);
});

test('a delivery of fal with megabytes is refused', async () => {
  // An address of the first release: its request cannot be known beforehand.
  const answer = await withFal.post(`/v1/hooks/fal/${'a'.repeat(64)}`, 'x'.repeat(300_000), { ...json, ...signature });
  expect([answer.status, ((await answer.json()) as Problem).code]).toEqual([413, 'too_large']);
});

test('a body that takes seconds to read does not delay other requests, and its first 200 errors are reported', async () => {
  const unknown = Array.from({ length: 40 }, (_, index) => `k${index}: 1`).join(', ');
  const body = `title: The Hare\npanels:\n${`  - { prompt: x, ${unknown} }\n`.repeat(800)}`;
  expect(body.length).toBeGreaterThan(256 * 1_024);
  let done = false;
  const answering = api.post('/v1/stories', body, { 'content-type': 'application/yaml' }).finally(() => {
    done = true;
  });
  let answered = 0;
  while (!done) {
    expect((await api.get('/healthz')).status).toBe(200);
    answered += 1;
  }
  const answer = await answering;
  expect(answer.status).toBe(422);
  expect(((await answer.json()) as Problem).errors?.length).toBe(201);
  // In the same thread it would be one or two.
  expect(answered).toBeGreaterThan(20);
});

test('a large story is read in another thread as it is in this one', async () => {
  const story = shortStory(400, { style: 'ink' });
  const long = {
    ...story,
    panels: story.panels.map((panel) => ({ ...panel, prompt: panel.prompt.padEnd(1_000, ' and runs') })),
  };
  expect(JSON.stringify(long).length).toBeGreaterThan(256 * 1_024);
  const submitted = await api.submit(long);
  expect(submitted.progress.panels.total).toBe(400);
  const lettering = {
    panels: long.panels.map((_, index) => ({
      number: index + 1,
      text: [{ kind: 'caption', text: 'The hare runs. '.repeat(50) }],
    })),
  };
  expect(JSON.stringify(lettering).length).toBeGreaterThan(256 * 1_024);
  const lettered = await fetch(`${api.url}/v1/stories/${submitted.id}/lettering`, {
    method: 'PATCH',
    headers: json,
    body: JSON.stringify(lettering),
  });
  expect([lettered.status, await lettered.text()]).toEqual([200, expect.any(String)]);
});

test('a compressed body is named as such', async () => {
  const body = new Uint8Array(gzipSync(JSON.stringify(shortStory())));
  const answer = await api.post('/v1/stories', body, { ...json, 'content-encoding': 'gzip' });
  expect(answer.status).toBe(415);
  expect((await answer.json()) as Problem).toMatchObject({
    code: 'unsupported_media_type',
    detail: expect.stringContaining('uncompressed'),
  });
});

test.each([
  [
    'an expectation that is not supported',
    ['GET /healthz HTTP/1.1', 'Expect: the-unexpected'],
    417,
    'expectation_failed',
  ],
  ['a second Host', ['GET /healthz HTTP/1.1', 'Host: elsewhere.example'], 400, 'bad_request'],
  ['headers of a megabyte', ['GET /healthz HTTP/1.1', `Cookie: ${'x'.repeat(40_000)}`], 431, 'headers_too_large'],
])('%s is answered with a problem', async (_fault, request, status, code) => {
  const answer = await answerToHead(api.url, request);
  expect([answer.status, JSON.parse(answer.body)]).toEqual([status, expect.objectContaining({ status, code })]);
});
