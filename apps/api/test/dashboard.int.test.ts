import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from './testing.ts';

const html = '<!doctype html><title>built</title>';
const key = 'hare-key-0123456789';

let dashboardDir: string;
let api: TestApi;
beforeAll(async () => {
  dashboardDir = await mkdtemp(join(tmpdir(), 'nextpanel-dist-'));
  await mkdir(join(dashboardDir, 'assets'));
  await writeFile(join(dashboardDir, 'index.html'), html);
  await writeFile(join(dashboardDir, 'assets/index-abc123.js'), 'export {};');
  await writeFile(join(dashboardDir, 'secret.txt'), 'not below assets');
  api = await startTestApi({ NEXTPANEL_API_KEYS: `hare:${key}` }, { dashboardDir });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await rm(dashboardDir, { recursive: true, force: true });
});

test.each([
  '/',
  '/stories',
  '/stories/st_1',
  '/stories/st_1/book?panel=3',
  '/costs',
  '/operations/queues',
  '/health',
  '/sign-in',
])('%s is the page, for everybody, never kept by caches, with the strictest policy', async (path) => {
  const response = await api.get(path);
  expect([response.status, await response.text()]).toEqual([200, html]);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('cache-control')).toBe('no-store');
  const policy = response.headers.get('content-security-policy') ?? '';
  for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'"]) {
    expect(policy.split('; ')).toContain(part);
  }
  expect(policy).not.toMatch(/unsafe|\*|http/);
});

test('a file with a hash in its name is cached permanently', async () => {
  const response = await api.get('/assets/index-abc123.js');
  expect([response.status, await response.text()]).toEqual([200, 'export {};']);
  expect(response.headers.get('content-type')).toMatch(/^(text|application)\/javascript/);
  expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
});

test.each([
  [404, '/assets/missing.js'],
  [400, '/assets/../secret.txt'],
  [400, '/assets/%2e%2e/secret.txt'],
])('%i for %s: nothing, and not the page', async (status, path) => {
  const { statusCode, headers } = await getAsWritten(path);
  expect([statusCode, headers['content-type'], headers['cache-control']]).toEqual([
    status,
    'application/problem+json; charset=utf-8',
    'no-store',
  ]);
});

/** Unlike `fetch`, sends the path as it is. */
const getAsWritten = (path: string) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    get(new URL(api.url), { path, headers: { accept: 'text/html' } }, (response) => resolve(response.resume())).on(
      'error',
      reject,
    );
  });

test.each(['/secret.txt', '/nothing', '/healths'])(
  '%s is nothing: a page for people, a problem for programs',
  async (path) => {
    const page = await api.get(path, { accept: 'text/html,application/xhtml+xml' });
    expect([page.status, await page.text()]).toEqual([404, html]);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('cache-control')).toBe('no-store');
    const problem = await api.get(path, { accept: '*/*' });
    expect([problem.status, problem.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ]);
  },
);

test.each(['/v1/nothing', '/v1/stories/x', '/docs/nothing'])('%s stays the address of the API', async (path) => {
  const response = await api.get(path, { accept: 'text/html', authorization: `Bearer ${key}` });
  expect([response.status, response.headers.get('content-type')]).toEqual([
    404,
    'application/problem+json; charset=utf-8',
  ]);
});
