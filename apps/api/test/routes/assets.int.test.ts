import type { AssetUse, AssetView, Page, StoryView } from '@nextpanel/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plainPng } from '../defences/plain-png.ts';
import { shortStory, startTestApi, type TestApi } from '../testing.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ NEXTPANEL_API_KEYS: 'one:first-key-0123456789,two:second-key-0123456789' });
});
afterAll(() => api[Symbol.asyncDispose]());

const as = (key: string) => ({ authorization: `Bearer ${key}-0123456789` });
const upload = async (width: number): Promise<AssetView> => {
  const headers = { ...as('first-key'), 'content-type': 'image/png' };
  return (await (await api.post('/v1/assets', plainPng(width, 32), headers)).json()) as AssetView;
};
const get = async <Answer>(path: string, key = 'first-key') => (await (await api.get(path, as(key))).json()) as Answer;
const remove = (path: string, key = 'first-key') => fetch(`${api.url}${path}`, { method: 'DELETE', headers: as(key) });
const characters = (reference: string) => [
  { id: 'hare', name: 'Hare', description: 'a hare', references: [reference] },
];

test('pictures are listed page by page, by their tenant only; one that a story has is not deleted before it', async () => {
  const uploaded = [await upload(32), await upload(33), await upload(34)].sort((a, b) => a.id.localeCompare(b.id));
  const first = await get<Page<AssetView>>('/v1/assets?limit=2');
  const second = await get<Page<AssetView>>(`/v1/assets?limit=2&cursor=${first.nextCursor}`);
  expect([...first.items, ...second.items]).toEqual(uploaded);
  expect(second.nextCursor).toBeNull();
  expect(await get('/v1/assets', 'second-key')).toEqual({ items: [], nextCursor: null });

  const [used, free] = uploaded as [AssetView, AssetView];
  const story = await api.submit(shortStory(1, { title: 'Uses it', characters: characters(used.id) }), as('first-key'));
  const one = await get<AssetUse>(`/v1/assets/${used.id}`);
  expect(one).toEqual({ ...used, stories: [{ id: story.id, title: 'Uses it' }] });
  const refused = await remove(`/v1/assets/${used.id}`);
  expect([refused.status, await refused.json()]).toMatchObject([
    409,
    { code: 'asset_in_use', detail: expect.stringContaining(`${story.id} (“Uses it”)`) },
  ]);
  expect((await remove(`/v1/assets/${free.id}`, 'second-key')).status).toBe(404);
  expect((await remove(`/v1/assets/${free.id}`)).status).toBe(204);
  expect((await remove(`/v1/assets/${free.id}`)).status).toBe(404);

  await api.post(`/v1/stories/${story.id}/cancel`, undefined, as('first-key'));
  expect((await remove(`/v1/stories/${story.id}`)).status).toBe(204);
  expect((await remove(`/v1/assets/${used.id}`)).status).toBe(204);
});

const form = (story: string, ...files: [string, Uint8Array<ArrayBuffer>][]) => {
  const body = new FormData();
  for (const [name, bytes] of files) body.append('picture', new Blob([bytes], { type: 'image/png' }), name);
  body.append('story', new Blob([story], { type: 'application/yaml' }), 'story.yaml');
  return fetch(`${api.url}/v1/stories`, { method: 'POST', body, headers: as('second-key') });
};
const yaml = `title: With its pictures
characters:
  - { id: hare, name: Hare, description: a hare, references: [./cast/hare.png, ./cast/back.png] }
panels:
  - { prompt: The hare runs, characters: [hare] }
render: { size: 256x256 }
`;

test('a story comes with its pictures in one request; every picture that is missing is named', async () => {
  const answer = await form(yaml, ['hare.png', plainPng(40, 40)], ['back.png', plainPng(41, 40)]);
  expect(answer.status).toBe(202);
  const story = (await answer.json()) as StoryView;
  const { items } = await get<Page<AssetView>>('/v1/assets', 'second-key');
  expect(new Set(items.map(({ width }) => width))).toEqual(new Set([40, 41]));
  const { stories } = await get<AssetUse>(`/v1/assets/${items[0]?.id}`, 'second-key');
  expect(stories).toEqual([{ id: story.id, title: 'With its pictures' }]);

  const missing = await form(yaml, ['other.png', plainPng(42, 40)]);
  expect([missing.status, await missing.json()]).toMatchObject([
    422,
    {
      code: 'invalid',
      errors: [{ pointer: '/characters/0/references/0' }, { pointer: '/characters/0/references/1' }],
    },
  ]);
  const broken = await form('title: [', ['hare.png', plainPng(40, 40)]);
  expect([broken.status, await broken.json()]).toMatchObject([400, { code: 'unparsable' }]);
  const torn = await api.post('/v1/stories', 'x', {
    ...as('second-key'),
    'content-type': 'multipart/form-data; boundary=x',
  });
  expect([torn.status, await torn.json()]).toMatchObject([400, { code: 'unparsable' }]);
  const twice = await form(yaml, ['hare.png', plainPng(40, 40)], ['hare.png', plainPng(41, 40)]);
  expect([twice.status, await twice.json()]).toMatchObject([422, { detail: expect.stringContaining('hare.png') }]);
  const noPicture = await form(yaml, ['hare.png', new TextEncoder().encode('no picture')]);
  expect(await noPicture.json()).toMatchObject({
    code: 'picture_unreadable',
    detail: expect.stringMatching(/^hare\.png: This is something else/),
  });
  const body = new FormData();
  for (const title of ['One', 'Two']) body.append('story', `title: ${title}\npanels: [{ prompt: A hare }]`);
  const several = await fetch(`${api.url}/v1/stories`, { method: 'POST', body, headers: as('second-key') });
  expect([several.status, await several.json()]).toMatchObject([422, { code: 'invalid' }]);
});
