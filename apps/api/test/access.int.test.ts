import { afterAll, beforeAll, expect, test } from 'vitest';
import { rawRequest, shortStory, startTestApi, type TestApi } from './testing.ts';

const hareKey = 'hare-key-0123456789';
const tortoiseKey = 'tortoise-key-0123456789';
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

/** One without keys, one with keys of two tenants. */
let open: TestApi;
let keyed: TestApi;
beforeAll(async () => {
  open = await startTestApi();
  keyed = await startTestApi({ NEXTPANEL_API_KEYS: `hare:${hareKey}, tortoise:${tortoiseKey}` });
});
afterAll(async () => {
  await open[Symbol.asyncDispose]();
  await keyed[Symbol.asyncDispose]();
});

const statusOf = async (url: string, headers: Record<string, string>, method = 'GET'): Promise<number> =>
  (await rawRequest(url, headers, method)).status;

async function signIn(key: string, headers: Record<string, string> = {}): Promise<{ cookie: string; header: string }> {
  const response = await keyed.post('/v1/session', { key }, headers);
  expect(response.status).toBe(204);
  const header = response.headers.get('set-cookie') ?? '';
  return { header, cookie: header.split(';')[0] ?? '' };
}

test('without keys everything is served to this machine under its own names only', async () => {
  const { port } = new URL(open.url);
  const paths = [
    '/',
    '/healthz',
    '/readyz',
    '/metrics',
    '/docs',
    '/openapi.json',
    '/queues',
    '/v1/stories',
    '/v1/nothing',
  ];
  for (const path of paths) {
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`]) {
      expect(await statusOf(`${open.url}${path}`, { host })).toBe(path === '/v1/nothing' ? 404 : 200);
    }
    const rebound = await rawRequest(`${open.url}${path}`, { host: `evil.example:${port}` });
    expect([path, rebound.status, JSON.parse(rebound.body).code]).toEqual([path, 403, 'host_not_allowed']);
  }
});

test('a page of another origin can neither read nor submit', async () => {
  const { host } = new URL(open.url);
  for (const origin of ['https://evil.example', 'http://localhost:1', 'null']) {
    for (const method of ['GET', 'POST', 'DELETE']) {
      const answer = await rawRequest(`${open.url}/v1/stories`, { host, origin }, method);
      expect([origin, method, answer.status]).toEqual([origin, method, 403]);
      expect(JSON.parse(answer.body)).toMatchObject({ code: 'origin_not_allowed' });
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    }
  }
  expect(await statusOf(`${open.url}/v1/stories`, { host, origin: open.url })).toBe(200);
});

test('with keys, everything that shows or costs something asks for one', async () => {
  const paths = [
    '/v1/stories',
    '/v1/stories/x/events',
    '/v1/queues',
    '/v1/providers',
    '/metrics',
    '/queues',
    '/queues/api/queues',
  ];
  for (const path of paths) {
    const response = await keyed.get(path);
    expect([path, response.status]).toEqual([path, 401]);
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="nextpanel"');
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await response.json()).toMatchObject({ code: 'unauthorized' });
    expect((await keyed.get(path, bearer(hareKey))).status).toBe(path.includes('/x/') ? 404 : 200);
  }
  for (const path of [
    '/v1/stories',
    '/v1/estimates',
    '/v1/assets',
    '/v1/stories/x/cancel',
    '/v1/providers/storyboard/pause',
  ]) {
    // The body is not looked at before the key is.
    expect([path, (await keyed.post(path, '{', { 'content-type': 'foo/bar' })).status]).toEqual([path, 401]);
  }
});

test('with keys, what tells nothing of anyone is served to all, under any name', async () => {
  for (const path of ['/', '/healthz', '/readyz', '/docs', '/openapi.json']) {
    expect([path, await statusOf(`${keyed.url}${path}`, { host: 'comics.example' })]).toEqual([path, 200]);
  }
});

test.each([
  'Bearer',
  'Bearer wrong-key-0123456789',
  `Bearer ${hareKey}x`,
  `Bearer ${hareKey} ${hareKey}`,
  `Basic ${Buffer.from(`hare:${hareKey}`).toString('base64')}`,
  hareKey,
])('Authorization: %s is refused', async (authorization) => {
  const response = await keyed.get('/v1/stories', { authorization });
  expect(response.status).toBe(401);
  expect(response.headers.get('www-authenticate')).toBe('Bearer realm="nextpanel", error="invalid_token"');
});

test('a wrong Bearer key is refused even beside a good cookie', async () => {
  const { cookie } = await signIn(hareKey);
  expect((await keyed.get('/v1/stories', { cookie, ...bearer('wrong-key-0123456789') })).status).toBe(401);
});

test('a key is exchanged for a cookie that scripts cannot read, other sites cannot send, and that is not the key', async () => {
  const { header } = await signIn(hareKey);
  expect(header).toMatch(/^nextpanel_session=[\w.-]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Strict$/);
  expect(header).not.toContain(hareKey);
  // A page on https://… behind a proxy that ends TLS.
  const behindTls = await rawSignIn({ host: 'comics.example', origin: 'https://comics.example' });
  expect(behindTls).toMatch(/; Secure(;|$)/);
});

async function rawSignIn(headers: Record<string, string>): Promise<string> {
  const app = await keyed.app.inject({ method: 'POST', url: '/v1/session', headers, payload: { key: hareKey } });
  return String(app.headers['set-cookie']);
}

test('the cookie reads what its key may read', async () => {
  const story = await keyed.submit(shortStory(), bearer(hareKey));
  const { cookie } = await signIn(hareKey);
  for (const path of [
    '/v1/stories',
    story.links.self,
    `${story.links.self}/events?follow=false`,
    '/queues',
    '/metrics',
  ]) {
    expect([path, (await keyed.get(path, { cookie })).status]).toEqual([path, 200]);
  }
  const other = await signIn(tortoiseKey);
  expect((await keyed.get(story.links.self, { cookie: other.cookie })).status).toBe(404);
});

test('the cookie changes something only for a page of ours', async () => {
  const { links } = await keyed.submit(shortStory(), bearer(hareKey));
  const { cookie } = await signIn(hareKey);
  const { host } = new URL(keyed.url);
  const pause = (headers: Record<string, string>) =>
    statusOf(`${keyed.url}${links.self}/pause`, { host, cookie, ...headers }, 'POST');
  expect(await pause({})).toBe(401);
  expect(await pause({ origin: 'https://evil.example' })).toBe(403);
  expect(await pause({ origin: keyed.url })).toBe(202);
});

test('signing out removes the cookie; a made-up one opens nothing', async () => {
  const response = await fetch(`${keyed.url}/v1/session`, { method: 'DELETE' });
  expect(response.status).toBe(204);
  expect(response.headers.get('set-cookie')).toMatch(
    /^nextpanel_session=; Max-Age=0; Path=\/;.*HttpOnly; SameSite=Strict$/,
  );
  for (const cookie of ['nextpanel_session=', 'nextpanel_session=9999999999.abc', `nextpanel_session=${hareKey}`]) {
    expect((await keyed.get('/v1/stories', { cookie })).status).toBe(401);
  }
});

test('a wrong key gets no cookie', async () => {
  const response = await keyed.post('/v1/session', { key: 'wrong-key-0123456789' });
  expect(response.status).toBe(401);
  expect(response.headers.get('set-cookie')).toBeNull();
  expect((await keyed.post('/v1/session', {})).status).toBe(422);
});

test('the page of the server offers a form that signs in without scripts', async () => {
  const page = await (await keyed.get('/')).text();
  expect(page).toContain('<form method="post" action="/v1/session">');
  const { host } = new URL(keyed.url);
  const response = await fetch(`${keyed.url}/v1/session`, {
    method: 'POST',
    body: new URLSearchParams({ key: hareKey }),
    headers: { host, origin: keyed.url },
    redirect: 'manual',
  });
  expect([response.status, response.headers.get('location')]).toEqual([303, '/']);
  expect(response.headers.get('set-cookie')).toContain('nextpanel_session=');
});

test('no key ever gets into the log', async () => {
  const { cookie } = await signIn(hareKey);
  await keyed.get('/v1/stories', { cookie, ...bearer(hareKey) });
  await keyed.get('/v1/nothing', bearer(hareKey));
  expect(keyed.log.length).toBeGreaterThan(0);
  for (const line of keyed.log) for (const secret of [hareKey, tortoiseKey, cookie]) expect(line).not.toContain(secret);
});

test('every answer forbids sniffing, framing and embedding by others', async () => {
  for (const path of ['/', '/docs', '/queues', '/v1/stories', '/v1/nothing', '/docs/static/swagger-ui.css']) {
    const { headers, body } = await open.get(path);
    await body?.cancel();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(headers.get('content-security-policy')).not.toMatch(/https?:|\*|script-src[^;]*unsafe/);
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
  }
});

test('signing out ends the session wherever its cookie was copied to, and no other', async () => {
  const { host } = new URL(keyed.url);
  const headers = { host, origin: `http://${host}` };
  const [first, second] = [await signIn(hareKey), await signIn(hareKey)];
  const read = (cookie: string) => statusOf(`${keyed.url}/v1/stories`, { ...headers, cookie });
  expect([await read(first.cookie), await read(second.cookie)]).toEqual([200, 200]);
  expect(await statusOf(`${keyed.url}/v1/session`, { ...headers, cookie: first.cookie }, 'DELETE')).toBe(204);
  expect([await read(first.cookie), await read(second.cookie)]).toEqual([401, 200]);
  expect(await statusOf(`${keyed.url}/v1/session`, { ...headers, cookie: first.cookie }, 'DELETE')).toBe(204);
});

test('a page that is refused sees what was compared, and what a proxy must pass on', async () => {
  const answer = await rawRequest(`${keyed.url}/v1/stories`, { host: 'inner:3000', origin: 'https://comics.example' });
  const { detail } = JSON.parse(answer.body) as { detail: string };
  for (const word of ['"https://comics.example"', '"inner:3000"', 'proxy_set_header Host'])
    expect(detail).toContain(word);
});

test('X-Forwarded-Host counts only from a proxy that is trusted', async () => {
  await using behind = await startTestApi({
    NEXTPANEL_API_KEYS: `hare:${hareKey}`,
    NEXTPANEL_TRUST_PROXY: 'loopback',
  });
  const headers = {
    ...bearer(hareKey),
    host: 'inner:3000',
    origin: 'https://comics.example',
    'x-forwarded-host': 'comics.example',
    'x-forwarded-proto': 'https',
  };
  expect(await statusOf(`${behind.url}/v1/stories`, headers)).toBe(200);
  expect(await statusOf(`${behind.url}/v1/stories`, { ...headers, 'x-forwarded-host': 'other.example' })).toBe(403);
  expect(await statusOf(`${keyed.url}/v1/stories`, headers)).toBe(403);
});
