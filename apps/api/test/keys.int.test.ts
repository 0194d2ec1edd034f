import { isAllowed, type KeyView, type Need, operationNeeds, type Role, roles } from '@nextpanel/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventsOf, shortStory, startTestApi, type TestApi } from './testing.ts';

const operatorKey = 'operator-key-0123456789';
const envKey = 'hare-key-0123456789';
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ NEXTPANEL_ADMIN_KEY: operatorKey, NEXTPANEL_API_KEYS: `hare:${envKey}` });
});
afterAll(() => api[Symbol.asyncDispose]());

const send = (method: string, path: string, key: string, body?: object) =>
  fetch(`${api.url}${path}`, {
    method,
    headers: { ...bearer(key), ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });

const answerOf = async (response: Promise<Response>): Promise<{ status: number; code?: string }> => {
  const it = await response;
  const { code } = (await it.json().catch(() => ({}))) as { code?: string };
  return { status: it.status, ...(code !== undefined && { code }) };
};

async function makeKey(tenant: string, role: Role, more: object = {}): Promise<KeyView & { secret: string }> {
  const response = await send('POST', '/v1/admin/keys', operatorKey, {
    tenant,
    role,
    name: `${role} of ${tenant}`,
    ...more,
  });
  expect(response.status).toBe(201);
  return (await response.json()) as KeyView & { secret: string };
}

test('every operation of the description needs a role, and is refused to keys with less', async () => {
  const description = (await (await api.get('/openapi.json')).json()) as {
    paths: Record<string, Record<string, { operationId: string }>>;
  };
  const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => ({ path, method: method.toUpperCase(), operationId })),
  );
  expect(operations.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(operationNeeds).sort());
  const secrets = Object.fromEntries(
    await Promise.all(roles.map(async (role) => [role, (await makeKey('fox', role)).secret] as const)),
  );
  for (const { path, method, operationId } of operations) {
    const need = operationNeeds[operationId] as Need;
    // Ids of nothing: what is allowed is answered with 404, 422 or a list.
    const url = path.replace('/admin/keys/{id}', '/admin/keys/k0123456789abcdef').replaceAll(/\{\w+\}/g, '1');
    for (const role of roles) {
      if (isAllowed({ role, operates: false, governs: false }, need)) continue;
      const refused = await answerOf(send(method, url, secrets[role] as string));
      const code = need === 'operator' || need === 'tenants' ? 'operator_key_required' : 'role_required';
      expect([operationId, role, refused]).toEqual([operationId, role, { status: 403, code }]);
    }
  }
  for (const path of ['/queues', '/metrics'])
    expect([path, (await send('GET', path, secrets.admin as string)).status]).toEqual([path, 403]);
  expect((await send('GET', '/metrics', operatorKey)).status).toBe(200);
});

test('an admin cannot reach beyond the own tenant', async () => {
  const admin = await makeKey('bear', 'admin');
  const other = await makeKey('wolf', 'read');
  const made = await send('POST', '/v1/admin/keys', admin.secret, { role: 'control', name: 'nightly job' });
  expect([made.status, ((await made.json()) as KeyView).tenant]).toEqual([201, 'bear']);
  const foreign = { tenant: 'wolf', role: 'admin', name: 'mine' };
  expect(await answerOf(send('POST', '/v1/admin/keys', admin.secret, foreign))).toEqual({
    status: 403,
    code: 'operator_key_required',
  });
  expect(await answerOf(send('GET', '/v1/admin/keys?tenant=wolf', admin.secret))).toEqual({
    status: 403,
    code: 'operator_key_required',
  });
  for (const [method, path, body] of [
    ['GET', '', undefined],
    ['PATCH', '', { role: 'admin' }],
    ['DELETE', '', undefined],
    ['POST', '/rotate', {}],
  ] as const)
    expect([method, (await send(method, `/v1/admin/keys/${other.id}${path}`, admin.secret, body)).status]).toEqual([
      method,
      404,
    ]);
  const listed = (await (await send('GET', '/v1/admin/keys', admin.secret)).json()) as { items: KeyView[] };
  expect(new Set(listed.items.map(({ tenant }) => tenant))).toEqual(new Set(['bear']));
  // Keys of the environment stay what they were, but for what is the operator's now.
  expect((await send('GET', '/v1/stories', envKey)).status).toBe(200);
  expect((await send('GET', '/v1/providers', envKey)).status).toBe(403);
});

test('a secret is stored as a hash, rotated with a grace period, and ends when it expires', async () => {
  const key = await makeKey('lynx', 'read');
  expect(key.secret).toMatch(/^np_[\w-]{43}$/);
  expect(key.secret.startsWith(key.prefix)).toBe(true);
  const names = await api.redis.keys('*:s2:keys*');
  for (const name of names) expect(JSON.stringify(await api.redis.hgetall(name))).not.toContain(key.secret);
  const rotated = (await (await send('POST', `/v1/admin/keys/${key.id}/rotate`, operatorKey, {})).json()) as KeyView & {
    secret: string;
  };
  expect(rotated.previous?.prefix).toBe(key.prefix);
  for (const secret of [key.secret, rotated.secret])
    expect((await send('GET', '/v1/session', secret)).status).toBe(200);
  expect((await send('POST', `/v1/admin/keys/${key.id}/rotate`, operatorKey, { graceHours: 0 })).status).toBe(200);
  for (const secret of [key.secret, rotated.secret])
    expect((await send('GET', '/v1/session', secret)).status).toBe(401);

  const expiresAt = new Date(Date.now() + 600).toISOString();
  const short = await makeKey('lynx', 'read', { expiresAt });
  const stream = await send('GET', '/v1/events', short.secret);
  // The stream itself ends with the key.
  for await (const _ of eventsOf(stream));
  await expect.poll(async () => (await send('GET', '/v1/session', short.secret)).status).toBe(401);
  const used = (await (await send('GET', `/v1/admin/keys/${key.id}`, operatorKey)).json()) as KeyView;
  expect(used.lastUsedAt).not.toBeNull();
});

test('revoking a key ends its event streams and the sessions opened with it', async () => {
  const key = await makeKey('deer', 'read');
  const signedIn = await api.post('/v1/session', { key: key.secret });
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  expect(cookie).not.toContain(key.secret);
  const session = await api.get('/v1/session', { cookie });
  expect(await session.json()).toMatchObject({ tenant: 'deer', role: 'read', operates: false, key: key.id });
  const streams = [await send('GET', '/v1/events', key.secret), await api.get('/v1/events', { cookie })];
  const other = await makeKey('deer', 'read');
  const stays = await send('GET', '/v1/events', other.secret);
  expect((await send('DELETE', `/v1/admin/keys/${key.id}`, operatorKey)).status).toBe(204);
  for (const stream of streams) for await (const _ of eventsOf(stream));
  expect((await send('GET', '/v1/stories', key.secret)).status).toBe(401);
  expect((await api.get('/v1/stories', { cookie })).status).toBe(401);
  expect((await send('GET', '/v1/stories', other.secret)).status).toBe(200);
  await stays.body?.cancel();
});

test('tenants have weight and limits, and are deleted only without stories', async () => {
  const limits = { waitingStories: 2, usdPerDay: 10 };
  const made = await send('POST', '/v1/admin/tenants', operatorKey, { id: 'mole', weight: 2, limits });
  expect(made.status).toBe(201);
  expect(await made.json()).toMatchObject({
    id: 'mole',
    weight: 2,
    limits: { ...limits, imagesPerDay: null },
    today: { images: 0, usd: 0 },
  });
  const changed = await send('PATCH', '/v1/admin/tenants/mole', operatorKey, { limits: { usdPerDay: null } });
  expect(await changed.json()).toMatchObject({ weight: 2, limits: { waitingStories: 2, usdPerDay: null } });
  const wrong = await send('PATCH', '/v1/admin/tenants/mole', operatorKey, { weight: 0, limits: { usdPerWeek: 3 } });
  expect([wrong.status, ((await wrong.json()) as { errors: unknown[] }).errors.length]).toEqual([422, 2]);
  const { secret } = await makeKey('mole', 'submit');
  await api.submit(shortStory(), bearer(secret));
  expect(await answerOf(send('DELETE', '/v1/admin/tenants/mole', operatorKey))).toEqual({
    status: 409,
    code: 'tenant_not_empty',
  });
  expect(await answerOf(send('GET', '/v1/admin/tenants/nobody', operatorKey))).toEqual({
    status: 404,
    code: 'not_found',
  });
});

test('without keys in the environment none is created, and a page that the operator allows calls with a key, not with a cookie', async () => {
  await using open = await startTestApi();
  expect(await answerOf(open.post('/v1/admin/keys', { role: 'read', name: 'mine' }))).toEqual({
    status: 409,
    code: 'keys_not_used',
  });
  expect(await (await open.get('/v1/session')).json()).toMatchObject({
    tenant: 'default',
    role: 'admin',
    operates: true,
  });

  await using cors = await startTestApi({
    NEXTPANEL_API_KEYS: `hare:${envKey}`,
    NEXTPANEL_CORS_ORIGINS: 'https://app.example',
  });
  const origin = 'https://app.example';
  const preflight = await fetch(`${cors.url}/v1/stories`, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST' },
  });
  expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, origin]);
  const asked = await cors.get('/v1/stories', { origin, ...bearer(envKey) });
  expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
  expect(asked.headers.get('access-control-allow-credentials')).toBeNull();
  const cookie =
    ((await cors.post('/v1/session', { key: envKey })).headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  expect((await cors.get('/v1/stories', { origin, cookie })).status).toBe(401);
  expect((await cors.get('/v1/stories', { origin: 'https://other.example', ...bearer(envKey) })).status).toBe(403);
});
