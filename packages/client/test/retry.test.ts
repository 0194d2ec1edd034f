import { expect, test } from 'vitest';
import { ApiError, createClient, ServerUnreachable } from '../src/index.ts';
import { sendJson, startTestServer } from './testing.ts';

const busy = { type: 't', title: 'T', status: 503, code: 'redis_unavailable', detail: 'Redis does not answer' };

test('a change that got no answer is sent again under the same name, with the same body', async () => {
  await using server = await startTestServer((response, count) =>
    count === 1 ? response.destroy() : sendJson(response, { id: 'st_1' }, 202),
  );
  const client = createClient({ baseUrl: server.baseUrl });
  expect(await client.submit({ json: { title: 'Once' } })).toEqual({ id: 'st_1' });
  const [first, second] = server.requests;
  expect(server.requests).toHaveLength(2);
  expect(second?.body).toBe('{"title":"Once"}');
  expect(first?.headers['idempotency-key']).toBe(second?.headers['idempotency-key']);
});

test('every call has a name of its own, and a name that was given is kept', async () => {
  await using server = await startTestServer((response) => sendJson(response, { id: 'st_1' }, 202));
  const client = createClient({ baseUrl: server.baseUrl });
  await client.submit({ yaml: 'title: x' });
  await client.submit({ yaml: 'title: x' });
  await client.submit({ yaml: 'title: x' }, { idempotencyKey: 'mine' });
  await client.story('st_1');
  const names = server.requests.map(({ headers }) => headers['idempotency-key']);
  expect(names[0]).not.toBe(names[1]);
  expect(names.slice(2)).toEqual(['mine', undefined]);
});

test('a picture goes out whole at every try', async () => {
  const picture = new Uint8Array(300_000).fill(65);
  await using server = await startTestServer((response, count) =>
    count < 3 ? sendJson(response, busy, 503) : sendJson(response, { id: 'asset_1' }, 201),
  );
  await createClient({ baseUrl: server.baseUrl }).uploadAsset(picture, 'image/png');
  expect(server.requests.map(({ body }) => body.length)).toEqual([300_000, 300_000, 300_000]);
});

test('a server that says when to come back is asked then; one that says much later is not waited for', async () => {
  await using server = await startTestServer((response, count) => {
    response.setHeader('retry-after', count === 1 ? '0' : '3600');
    sendJson(response, busy, 503);
  });
  const failure = await createClient({ baseUrl: server.baseUrl })
    .queues()
    .catch((thrown: unknown) => thrown);
  expect(server.requests).toHaveLength(2);
  expect(failure).toMatchObject({ code: 'redis_unavailable', retryAfterMs: 3_600_000 });
});

test('what another try would not change is not tried again', async () => {
  const refusal = { type: 't', title: 'T', status: 422, code: 'invalid', detail: 'no panels' };
  await using server = await startTestServer((response) => sendJson(response, refusal, 422));
  await expect(createClient({ baseUrl: server.baseUrl }).submit({ json: {} })).rejects.toBeInstanceOf(ApiError);
  expect(server.requests).toHaveLength(1);
});

test('with retries: 0 every call is one request, and changes have no name', async () => {
  await using server = await startTestServer((response) => response.destroy());
  const client = createClient({ baseUrl: server.baseUrl, retries: 0 });
  await expect(client.submit({ json: {} })).rejects.toBeInstanceOf(ServerUnreachable);
  expect(server.requests).toHaveLength(1);
  expect(server.requests[0]?.headers).not.toHaveProperty('idempotency-key');
});

test('an abort while it waits is thrown with its reason', async () => {
  await using server = await startTestServer((response) => {
    response.setHeader('retry-after', '20');
    sendJson(response, busy, 503);
    stop.abort(new Error('enough'));
  });
  const stop = new AbortController();
  await expect(createClient({ baseUrl: server.baseUrl }).wait('st_1', { signal: stop.signal })).rejects.toThrow(
    'enough',
  );
});
