import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDescription } from './described-operations.ts';
import { shortStory, startTestApi, type TestApi } from './testing.ts';

const key = 'hare-key-0123456789';
const operatorKey = 'operator-key-0123456789';

let api: TestApi;
let story: string;
beforeAll(async () => {
  api = await startTestApi({ NEXTPANEL_API_KEYS: `hare:${key}`, NEXTPANEL_ADMIN_KEY: operatorKey });
  ({ id: story } = await api.submit(shortStory(2), bearer(key)));
});
afterAll(() => api[Symbol.asyncDispose]());

const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

interface Made {
  readonly id?: string;
  readonly secret?: string;
  readonly code?: string;
}

async function send(path: string, body: object | undefined, name: string, secret = key) {
  const response = await api.post(path, body, { ...bearer(secret), 'idempotency-key': name });
  return { status: response.status, made: (await response.json()) as Made };
}

async function read<Item = Made>(path: string, secret = key): Promise<readonly Item[]> {
  return ((await (await api.get(path, bearer(secret))).json()) as { items: Item[] }).items;
}

const webhook = { url: 'https://hooks.example/nextpanel' };

test.each([
  ['a webhook', '/v1/webhooks', webhook, '/v1/webhooks'],
  ['a note', 'notes', { panel: 1, text: 'Too dark' }, 'notes'],
  ["a reviewer's link", 'links', { name: 'Ana' }, 'links'],
  ['a key', '/v1/admin/keys', { role: 'read', name: 'reader' }, '/v1/admin/keys'],
  ['a copy', 'copy', { title: 'Again' }, '/v1/stories'],
])('%s that is asked for twice with one Idempotency-Key is made once', async (_, path, body, list) => {
  const full = (part: string) => (part.startsWith('/') ? part : `/v1/stories/${story}/${part}`);
  const before = (await read(full(list))).length;
  const first = await send(full(path), body, `once ${path}`.replaceAll(' ', '-'));
  const second = await send(full(path), body, `once ${path}`.replaceAll(' ', '-'));
  expect([first.status, second.status]).toEqual([first.status, first.status]);
  expect(first.made.id).toBeDefined();
  expect(second.made.id).toBe(first.made.id);
  expect(await read(full(list))).toHaveLength(before + 1);
  const other = await send(full(path), { ...body, text: 'Other', title: 'Other', name: 'Other' }, `once-${path}`);
  expect(other).toMatchObject({ status: 422, made: { code: 'idempotency_mismatch' } });
  await send(full(path), body, `once-more-${path}`);
  expect(await read(full(list))).toHaveLength(before + 2);
});

test('asked for again, a webhook is answered with its secret, and a key without: only its hash is stored', async () => {
  const [hook, again] = [await send('/v1/webhooks', webhook, 'w'), await send('/v1/webhooks', webhook, 'w')];
  expect(hook.made.secret).toMatch(/^whsec_/);
  expect(again.made.secret).toBe(hook.made.secret);
  const form = { role: 'read', name: 'reader' };
  const [first, second] = [await send('/v1/admin/keys', form, 'k'), await send('/v1/admin/keys', form, 'k')];
  expect(first.made.secret).toMatch(/^np_/);
  expect(second.made).not.toHaveProperty('secret');
  expect((await api.get('/v1/session', bearer(first.made.secret as string))).status).toBe(200);
});

test('a rotation that is sent again makes no other secret: the one before it stays valid', async () => {
  const { made } = await send('/v1/webhooks', webhook, 'rotated');
  const path = `/v1/webhooks/${made.id}/rotate`;
  const [first, second] = [await send(path, undefined, 'r1'), await send(path, undefined, 'r1')];
  expect(first.made.secret).not.toBe(made.secret);
  expect(second.made.secret).toBe(first.made.secret);
  expect((await send(path, undefined, 'r2')).made.secret).not.toBe(first.made.secret);
  const ofStories = async (name: string) => (await send('/v1/webhooks/secret/rotate', undefined, name)).made.secret;
  expect(await ofStories('s1')).toBe(await ofStories('s1'));
  expect(await ofStories('s1')).not.toBe(await ofStories('s2'));

  const reader = await send('/v1/admin/keys', { role: 'read', name: 'rotated' }, 'rotated-key');
  const rotate = `/v1/admin/keys/${reader.made.id}/rotate`;
  const rotated = await send(rotate, { graceHours: 1 }, 'k1');
  expect(await send(rotate, { graceHours: 1 }, 'k1')).not.toHaveProperty('made.secret');
  for (const secret of [reader.made.secret, rotated.made.secret])
    expect((await api.get('/v1/session', bearer(secret as string))).status).toBe(200);
});

test.each([
  ['a webhook', '/v1/webhooks', webhook, '/v1/webhooks'],
  ['a note', 'notes', { panel: 1, text: 'Too dark, too' }, 'notes'],
  ["a reviewer's link", 'links', { name: 'Bea' }, 'links'],
  ['a key', '/v1/admin/keys', { role: 'read', name: 'guest' }, '/v1/admin/keys'],
])('%s that was removed since is not made again by the request that made it', async (_, path, body, list) => {
  const full = (part: string) => (part.startsWith('/') ? part : `/v1/stories/${story}/${part}`);
  const name = `removed ${path}`.replaceAll(' ', '-');
  const { made } = await send(full(path), body, name);
  const removed = await fetch(`${api.url}${full(list)}/${made.id}`, { method: 'DELETE', headers: bearer(key) });
  expect(removed.status).toBe(204);
  const before = await read(full(list));
  const again = await send(full(path), body, name);
  expect(again).toMatchObject({ status: 410, made: { code: 'removed_since' } });
  expect(again.made).not.toHaveProperty('secret');
  expect(await read(full(list))).toEqual(before);
  expect((await send(full(path), body, `${name}-new`)).status).toBe(201);
});

test('a rotation that is sent again after another one makes no third secret', async () => {
  const { made } = await send('/v1/webhooks', webhook, 'turned');
  const path = `/v1/webhooks/${made.id}/rotate`;
  await send(path, undefined, 't1');
  const second = await send(path, undefined, 't2');
  expect((await send(path, undefined, 't1')).made.secret).toBe(second.made.secret);
  await send('/v1/webhooks/secret/rotate', undefined, 'u1');
  const last = await send('/v1/webhooks/secret/rotate', undefined, 'u2');
  expect((await send('/v1/webhooks/secret/rotate', undefined, 'u1')).made.secret).toBe(last.made.secret);

  const reader = await send('/v1/admin/keys', { role: 'read', name: 'turned' }, 'turned-key');
  const rotate = `/v1/admin/keys/${reader.made.id}/rotate`;
  await send(rotate, { graceHours: 1 }, 'v1');
  const newest = await send(rotate, { graceHours: 1 }, 'v2');
  expect((await send(rotate, { graceHours: 1 }, 'v1')).made).not.toHaveProperty('secret');
  expect((await api.get('/v1/session', bearer(newest.made.secret as string))).status).toBe(200);
});

test('an archive that is sent again with its key is the same story', async () => {
  const archive = new Uint8Array(await (await api.get(`/v1/stories/${story}/export`, bearer(key))).arrayBuffer());
  const take = async (name: string) => {
    const headers = { ...bearer(operatorKey), 'content-type': 'application/x-tar', 'idempotency-key': name };
    const response = await api.post('/v1/imports', archive, headers);
    return [response.status, ((await response.json()) as Made).id];
  };
  const first = await take('i1');
  expect(first[0]).toBe(201);
  expect(await take('i1')).toEqual(first);
  expect(await take('i2')).not.toEqual(first);
});

test('two requests at the same moment with one key make one', async () => {
  const before = (await read('/v1/webhooks')).length;
  const both = await Promise.all([1, 2, 3, 4].map(() => send('/v1/webhooks', webhook, 'at-once')));
  expect(new Set(both.map(({ made }) => `${made.id} ${made.secret}`)).size).toBe(1);
  expect(await read('/v1/webhooks')).toHaveLength(before + 1);
});

test('whatever makes something new takes an Idempotency-Key, or is the same by what it holds', async () => {
  // The same picture is the same asset, and a tenant is named by who sets it up.
  const byContent = ['storeAsset', 'addTenant'];
  const { operations } = await readDescription(api);
  const makes = operations.filter(({ method, responses }) => method === 'POST' && '201' in responses);
  expect(makes.length).toBeGreaterThan(6);
  for (const { operationId, parameters = [] } of makes) {
    if (byContent.includes(operationId)) continue;
    expect([operationId, parameters.map(({ name }) => name)]).toEqual([
      operationId,
      expect.arrayContaining(['idempotency-key']),
    ]);
  }
});
