import { createHmac } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { expect, test } from 'vitest';
import { checkHost } from '../../src/access/check-host.ts';
import { findKey } from '../../src/access/find-key.ts';
import { requireKeysBeyondLoopback } from '../../src/access/loopback.ts';
import { openSession, sealSession, sessionSeconds } from '../../src/access/session.ts';

const hare = { tenant: 'hare', key: 'hare-key-0123456789' };
const tortoise = { tenant: 'tortoise', key: 'tortoise-key-0123456789' };
const keys = [hare, tortoise];

const codeOf = (headers: Record<string, string>, apiKeys = keys.slice(0, 0)): string | undefined =>
  checkHost(
    { headers, host: headers.host, raw: { rawHeaders: Object.entries(headers).flat() } } as unknown as FastifyRequest,
    {
      apiKeys,
      adminKey: undefined,
      corsOrigins: [],
    },
  )?.code;

test.each(['localhost', 'LOCALHOST:3000', '127.0.0.1:3000', '127.8.9.1', '[::1]:3000', '[::1]'])(
  'without keys Host %s is served',
  (host) => {
    expect(codeOf({ host })).toBeUndefined();
  },
);

test.each([
  'evil.example',
  'localhost.evil.example',
  '127.0.0.1.evil.example:3000',
  '192.168.0.7',
  '0.0.0.0',
  '[::]',
  '',
])('without keys Host %j is refused', (host) => {
  expect(codeOf({ host })).toBe('host_not_allowed');
});

test('a request without Host is refused', () => {
  expect(codeOf({})).toBe('host_not_allowed');
  expect(codeOf({}, keys)).toBe('host_not_allowed');
});

test('with keys any public name is served', () => {
  expect(codeOf({ host: 'comics.example' }, keys)).toBeUndefined();
});

test.each([
  ['http://localhost:3000', 'localhost:3000', undefined],
  ['https://comics.example', 'comics.example', undefined],
  ['https://comics.example', 'comics.example:443', undefined],
  ['http://comics.example', 'Comics.example:80', undefined],
  ['https://comics.example:8443', 'comics.example:8443', undefined],
  ['https://comics.example', 'comics.example:80', 'origin_not_allowed'],
  ['https://comics.example', 'comics.example/@evil.example', 'origin_not_allowed'],
  ['http://localhost:8080', 'localhost:3000', 'origin_not_allowed'],
  ['http://127.0.0.1:3000', 'localhost:3000', 'origin_not_allowed'],
  ['https://evil.example', 'comics.example', 'origin_not_allowed'],
  ['null', 'comics.example', 'origin_not_allowed'],
  ['', 'comics.example', 'origin_not_allowed'],
  ['chrome-extension://comics.example', 'comics.example', 'origin_not_allowed'],
  ['https://user@comics.example', 'comics.example', 'origin_not_allowed'],
])('Origin %s for Host %s: %s', (origin, host, code) => {
  expect(codeOf({ origin, host }, keys)).toBe(code);
});

test('a key is found only whole', () => {
  expect(findKey(keys, tortoise.key)).toBe(tortoise);
  for (const wrong of ['', hare.key.slice(0, -1), `${hare.key}x`, hare.key.toUpperCase()]) {
    expect(findKey(keys, wrong)).toBeUndefined();
  }
});

test('a session opens until it ends, as long as its key is there, and does not hold the key', () => {
  const now = 1_700_000_000_000;
  const cookie = sealSession(hare, now);
  expect(cookie).not.toContain(hare.key);
  expect(openSession(keys, cookie, now + (sessionSeconds - 1) * 1_000)?.key).toBe(hare);
  expect(openSession(keys, cookie, now + sessionSeconds * 1_000)).toBeUndefined();
  expect(openSession([tortoise], cookie, now)).toBeUndefined();
  expect(openSession([{ ...hare, tenant: 'fox' }], cookie, now)).toBeUndefined();
});

test('a session of an earlier version opens, and two browsers have two', () => {
  const now = 1_700_000_000_000;
  const end = now / 1_000 + 60;
  const signature = createHmac('sha256', hare.key).update(`nextpanel session of hare until ${end}`).digest('base64url');
  expect(openSession(keys, `${end}.${signature}`, now)?.key).toBe(hare);
  expect(sealSession(hare, now)).not.toBe(sealSession(hare, now));
});

test('a session that was tampered with does not open', () => {
  const now = 1_700_000_000_000;
  const [end = '', own = '', signature = ''] = sealSession(hare, now).split('.');
  for (const forged of [
    `${Number(end) + 1}.${own}.${signature}`,
    `${end}.${own.slice(1)}A.${signature}`,
    `${end}.${own}.${signature.slice(1)}A`,
    `${end}.${signature}`,
    `${end}.`,
    end,
    '',
    `0${end}.${own}.${signature}`,
  ]) {
    expect(openSession(keys, forged, now)).toBeUndefined();
  }
});

test('without keys only a loopback HOST is accepted', () => {
  for (const host of ['127.0.0.1', 'localhost', '::1'])
    requireKeysBeyondLoopback({ host, apiKeys: [], adminKey: undefined });
  for (const host of ['0.0.0.0', '::', '192.168.0.7', 'comics.example']) {
    expect(() => requireKeysBeyondLoopback({ host, apiKeys: [], adminKey: undefined })).toThrow(/NEXTPANEL_API_KEYS/);
    requireKeysBeyondLoopback({ host, apiKeys: keys, adminKey: undefined });
  }
});
