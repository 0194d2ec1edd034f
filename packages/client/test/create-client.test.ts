import { expect, test } from 'vitest';
import { ApiError, createClient, ServerUnreachable } from '../src/index.ts';
import { sendJson, startTestServer } from './testing.ts';

test('a story goes out as it was given, with its key, its type and its idempotency key', async () => {
  await using server = await startTestServer((response) => sendJson(response, { id: 'st_1' }, 202));
  const client = createClient({ baseUrl: `${server.baseUrl}/`, apiKey: 'secret-secret-secret' });

  expect(await client.submit({ yaml: 'title: x' }, { idempotencyKey: 'k-1' })).toEqual({ id: 'st_1' });
  await client.submit({ json: { title: 'x' } });

  const [yaml, json] = server.requests;
  expect(yaml).toMatchObject({ method: 'POST', url: '/v1/stories', body: 'title: x' });
  expect(yaml?.headers).toMatchObject({
    authorization: 'Bearer secret-secret-secret',
    'content-type': 'application/yaml',
    'idempotency-key': 'k-1',
  });
  expect(json).toMatchObject({ body: '{"title":"x"}', headers: { 'content-type': 'application/json' } });
  expect(json?.headers['idempotency-key']).toMatch(/^[0-9a-f]{32}$/);
});

test('a list of parts is followed to its end', async () => {
  await using server = await startTestServer((response, count) =>
    sendJson(response, { items: [{ number: count }], nextCursor: count < 3 ? `c&${count}` : null }),
  );
  const panels = await createClient({ baseUrl: server.baseUrl }).panels('a/b');
  expect(panels.map((panel) => panel.number)).toEqual([1, 2, 3]);
  expect(server.requests.map((request) => request.url)).toEqual([
    '/v1/stories/a%2Fb/panels?limit=200',
    '/v1/stories/a%2Fb/panels?limit=200&cursor=c%261',
    '/v1/stories/a%2Fb/panels?limit=200&cursor=c%262',
  ]);
});

test('a problem becomes an ApiError that carries it', async () => {
  const problem = { type: '/problems/not_found', title: 'T', status: 404, code: 'not_found', detail: 'no such story' };
  await using server = await startTestServer((response) => sendJson(response, problem, 404));
  const failure = await createClient({ baseUrl: server.baseUrl })
    .story('x')
    .catch((thrown: unknown) => thrown);
  expect(failure).toBeInstanceOf(ApiError);
  expect(failure).toMatchObject({ status: 404, code: 'not_found', message: 'no such story', problem });
});

test('an error page of a proxy becomes an ApiError too', async () => {
  await using server = await startTestServer((response) => response.writeHead(502).end('<h1>Bad Gateway</h1>'));
  const failure = await createClient({ baseUrl: server.baseUrl })
    .story('x')
    .catch((thrown: unknown) => thrown);
  expect(failure).toBeInstanceOf(ApiError);
  expect(server.requests).toHaveLength(3);
  expect(failure).toMatchObject({ status: 502, code: 'unexpected', message: expect.stringContaining('Bad Gateway') });
});

test('nobody listening is ServerUnreachable and says where', async () => {
  const server = await startTestServer(() => {});
  await server[Symbol.asyncDispose]();
  const failure = await createClient({ baseUrl: server.baseUrl })
    .health()
    .catch((thrown: unknown) => thrown);
  expect(failure).toBeInstanceOf(ServerUnreachable);
  expect((failure as Error).message).toContain(server.baseUrl);
});

test('an answer cut off in its middle is ServerUnreachable', async () => {
  await using server = await startTestServer((response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 });
    response.write('{"id":', () => response.destroy());
  });
  await expect(createClient({ baseUrl: server.baseUrl }).story('x')).rejects.toBeInstanceOf(ServerUnreachable);
});

test('fetch is called without a this, as browsers demand', async () => {
  await using server = await startTestServer((response) => sendJson(response, { items: [], nextCursor: null }));
  const received: unknown[] = [];
  const picky = function (this: unknown, ...call: Parameters<typeof fetch>) {
    received.push(this);
    return fetch(...call);
  };
  await createClient({ baseUrl: server.baseUrl, fetch: picky }).queues();
  expect(received).toEqual([undefined]);
});
