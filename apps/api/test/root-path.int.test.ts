import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EditionSummary, Page, PanelView, StoryView } from '@nextpanel/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withoutRoot } from '../src/root-path.ts';
import { startProxy } from './proxy.ts';
import { eventsOf, shortStory, startTestApi, type TestApi } from './testing.ts';

const root = '/studio/comics';
const key = 'a-key-of-the-studio-0123';
let api: TestApi;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nextpanel-page-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<head></head><script src="./assets/main.js"></script>');
  await writeFile(join(folder, 'assets', 'main.js'), 'run()');
  api = await startTestApi(
    { NEXTPANEL_ROOT_PATH: `${root}/`, NEXTPANEL_API_KEYS: `studio:${key}` },
    { dashboardDir: folder },
  );
  await api.startDrawing();
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

test.each([
  ['takes the path off', true],
  ['passes the path on', false],
])('behind a proxy that %s, every address that is given out leads back to the server', async (_how, strips) => {
  await using proxy = await startProxy(api.url, root, strips);
  const { origin } = new URL(proxy.url);
  const headers = { authorization: `Bearer ${key}` };
  /** As a browser follows an address: from the origin. */
  const follow = async (address: string, init: RequestInit = {}) => {
    const answer = await fetch(new URL(address, origin), { headers, redirect: 'manual', ...init });
    expect([address, answer.status]).toEqual([address, 200]);
    return answer;
  };

  const page = await (await follow(`${root}/stories`)).text();
  expect(page).toContain(`<meta name="nextpanel-root" content="${root}" />`);
  expect(await (await follow(/src="([^"]+)"/.exec(page)?.[1] ?? '')).text()).toBe('run()');

  const signedIn = await fetch(`${proxy.url}/v1/session`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin },
    body: `key=${key}`,
  });
  expect([signedIn.status, signedIn.headers.get('location')]).toEqual([303, `${root}/`]);
  const [cookie = ''] = signedIn.headers.getSetCookie();
  expect(cookie).toContain(`; Path=${root};`);
  await follow(`${root}/v1/session`, { headers: { cookie: cookie.split(';')[0] as string } });

  const metadata = { url: '/v1/ours' };
  const submitted = await fetch(`${proxy.url}/v1/stories`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(shortStory(1, { metadata, book: { formats: ['cbz'] } })),
  });
  const location = submitted.headers.get('location') ?? '';
  expect(location).toMatch(new RegExp(`^${root}/v1/stories/s`));
  for await (const { data } of eventsOf(await follow(`${location}/events`))) if (data.status === 'completed') break;

  const story = (await (await follow(location)).json()) as StoryView;
  expect(story.metadata).toEqual(metadata);
  const editions = (await (await follow(`${location}/editions`)).json()) as { items: EditionSummary[] };
  expect(editions.items).toEqual([]);
  for (const address of [...Object.values(story.links.books), story.links.self]) await follow(address);
  const panels = (await (await follow(`${location}/panels`)).json()) as Page<PanelView>;
  expect((await follow(panels.items[0]?.frame?.url ?? '')).headers.get('content-type')).toBe('image/png');

  const description = (await (await follow(`${root}/openapi.json`)).json()) as { servers?: unknown };
  expect(description.servers).toMatchObject([{ url: root }]);
  for (const html of [`${root}/docs`, `${root}/queues`]) {
    const text = await (await follow(html)).text();
    const base = new URL(/<base href="([^"]+)"/.exec(text)?.[1] ?? html, origin);
    const files = [...text.matchAll(/(?:src|href)="([^"#]+\.(?:js|css|png|svg|ico))"/g)].map(([, it = '']) => it);
    expect(files.length).toBeGreaterThan(1);
    for (const file of files) await follow(new URL(file, base).pathname);
  }
});

test('an address that only begins like the path is not under it', () => {
  expect(
    ['/comics', '/comics?a=1', '/comics/v1', '/comics2/v1', '/v1'].map((url) => withoutRoot(url, '/comics')),
  ).toEqual(['/', '/?a=1', '/v1', '/comics2/v1', '/v1']);
});
