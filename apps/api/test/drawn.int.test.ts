import { createHash } from 'node:crypto';
import type { AssetView, Page, PanelView, SheetView, StoryView } from '@nextpanel/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventsOf, rawRequest, shortStory, startTestApi, type TestApi, untilStatus } from './testing.ts';

const title = 'Über den Hasen: うさぎ "1/2"';

let api: TestApi;
let story: StoryView;
beforeAll(async () => {
  api = await startTestApi();
  await api.startDrawing();
  const { id, links } = await api.submit(shortStory(10, { title }));
  await untilStatus(api, id, 'completed');
  story = (await (await api.get(links.self)).json()) as StoryView;
}, 60_000);
afterAll(() => api[Symbol.asyncDispose]());

const items = async <Item>(path: string): Promise<Item[]> => ((await (await api.get(path)).json()) as Page<Item>).items;
const bytesOf = async (response: Response): Promise<Uint8Array> => new Uint8Array(await response.arrayBuffer());
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test('a completed story says so', async () => {
  expect(story).toMatchObject({
    status: 'completed',
    progress: { panels: { drawn: 10, total: 10 }, batches: { drawn: 2, total: 2 }, sheets: { drawn: 2, total: 2 } },
    cost: { spentUsd: 0, heldUsd: 0, possiblyUsd: 0 },
    failures: [],
    books: ['pdf', 'cbz'],
  });
});

test('its parts tell what was drawn, from what, and what was asked of the provider', async () => {
  const { links } = story;
  expect(await items(links.batches)).toMatchObject([
    { number: 1, status: 'drawn', panels: [1, 8], reference: null, attempts: 1 },
    { number: 2, status: 'drawn', panels: [9, 10], reference: { panel: 8, sha256: expect.any(String) }, attempts: 1 },
  ]);
  const panels = await items<PanelView>(links.panels);
  for (const panel of panels)
    expect(panel).toMatchObject({ status: 'drawn', takes: 1, take: 1, frame: { width: 256, height: 256 } });
  expect(await items(`${links.self}/attempts`)).toMatchObject([
    { batch: 1, number: 1, outcome: 'drawn' },
    { batch: 2, number: 1, outcome: 'drawn' },
  ]);
  expect(await items(`${links.self}/ledger`)).toHaveLength(10);
  expect(await items(links.sheets)).toMatchObject([
    { number: 1, status: 'composed', panels: [1, 2, 3, 4, 5, 6, 7, 8] },
    { number: 2, status: 'composed', panels: [9, 10] },
  ]);
});

test('its events lead from the start to the end', async () => {
  const types: string[] = [];
  for await (const { event } of eventsOf(await api.get(`${story.links.events}?follow=false`))) types.push(event);
  const count = (type: string) => types.filter((each) => each === type).length;
  expect(types[0]).toBe('story.status');
  expect(types.at(-1)).toBe('story.status');
  expect(['panel.drawn', 'batch.drawn', 'sheet.composed', 'book.bound'].map(count)).toEqual([10, 2, 2, 2]);
});

test("a panel's picture is the frame, byte for byte", async () => {
  const [, panel] = await items<PanelView>(story.links.panels);
  const response = await api.get(panel?.frame?.url ?? '');
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^image\//);
  expect(response.headers.get('etag')).toBe(`"${panel?.frame?.sha256}"`);
  expect(response.headers.get('cache-control')).toBe('private, no-cache');
  const bytes = await bytesOf(response);
  expect(response.headers.get('content-length')).toBe(String(bytes.byteLength));
  expect(sha256(bytes)).toBe(panel?.frame?.sha256);
});

test('a sheet is a picture of the size that its view gives', async () => {
  const [sheet] = await items<SheetView>(story.links.sheets);
  const bytes = await bytesOf(await api.get(sheet?.image?.url ?? ''));
  expect(sha256(bytes)).toBe(sheet?.image?.sha256);
  expect(await api.context.imaging.inspectPicture(bytes)).toMatchObject({
    width: sheet?.image?.width,
    height: sheet?.image?.height,
  });
});

test('?width= scales down, under a tag of its own', async () => {
  for (const path of [`${story.links.self}/panels/1/image`, `${story.links.self}/sheets/1/image`]) {
    const [whole, small] = await Promise.all([api.get(path), api.get(`${path}?width=64`)]);
    expect(small.headers.get('etag')).not.toBe(whole.headers.get('etag'));
    const picture = await bytesOf(small);
    expect(await api.context.imaging.inspectPicture(picture)).toMatchObject({ width: 64 });
    expect(picture.byteLength).toBeLessThan((await bytesOf(whole)).byteLength);
  }
});

test('who has a picture or a book already gets 304', async () => {
  for (const path of [
    'panels/1/image',
    'panels/1/image?width=64',
    'panels/1/lettered',
    'sheets/2/image',
    'books/pdf',
  ]) {
    const first = await api.get(`${story.links.self}/${path}`);
    await first.body?.cancel();
    const etag = first.headers.get('etag') ?? '';
    for (const header of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await api.get(`${story.links.self}/${path}`, { 'if-none-match': header });
      expect([path, again.status, again.headers.get('etag'), await again.text()]).toEqual([path, 304, etag, '']);
    }
    const other = await api.get(`${story.links.self}/${path}`, { 'if-none-match': '"other"' });
    await other.body?.cancel();
    expect(other.status).toBe(200);
  }
});

test('a range of a picture or a book is that part of it', async () => {
  for (const path of [`${story.links.self}/panels/1/image`, `${story.links.self}/books/pdf`]) {
    const response = await api.get(path);
    const whole = await bytesOf(response);
    const { length } = whole;
    for (const [range, first, last] of [
      ['bytes=0-0', 0, 0],
      ['bytes=10-99', 10, 99],
      [`bytes=${length - 5}-`, length - 5, length - 1],
      ['bytes=-7', length - 7, length - 1],
      [`bytes=1-${length * 2}`, 1, length - 1],
    ] as const) {
      const part = await api.get(path, { range });
      expect([range, part.status, part.headers.get('content-range')]).toEqual([
        range,
        206,
        `bytes ${first}-${last}/${length}`,
      ]);
      expect(await bytesOf(part)).toEqual(whole.subarray(first, last + 1));
    }
    const outside = await api.get(path, { range: `bytes=${length}-` });
    expect([outside.status, outside.headers.get('content-range')]).toEqual([416, `bytes */${length}`]);
    expect(await outside.json()).toMatchObject({ code: 'range_not_satisfiable' });
    const changed = await api.get(path, { range: 'bytes=0-0', 'if-range': '"other"' });
    expect([changed.status, await bytesOf(changed)]).toEqual([200, whole]);
  }
});

test('a book is downloaded under the name of its story', async () => {
  for (const [format, type, magic] of [
    ['pdf', 'application/pdf', '%PDF-'],
    ['cbz', 'application/vnd.comicbook+zip', 'PK'],
  ] as const) {
    const response = await api.get(story.links.books[format] ?? '');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="Uber den Hasen_ _ _1_2_.${format}"; ` +
        `filename*=UTF-8''%C3%9Cber%20den%20Hasen_%20%E3%81%86%E3%81%95%E3%81%8E%20_1_2_.${format}`,
    );
    const bytes = await bytesOf(response);
    expect(response.headers.get('content-length')).toBe(String(bytes.byteLength));
    expect(new TextDecoder('latin1').decode(bytes.subarray(0, magic.length))).toBe(magic);
  }
  expect((await api.get(`${story.links.self}/books/epub`)).status).toBe(404);
});

test('HEAD tells what GET would answer, without the bytes', async () => {
  for (const path of ['', '/panels', '/panels/1/image', '/sheets/1/image?width=64', '/books/pdf']) {
    const url = `${api.url}${story.links.self}${path}`;
    const [head, get] = [await rawRequest(url, {}, 'HEAD'), await rawRequest(url, {})];
    expect([path, head.status, head.body]).toEqual([path, 200, '']);
    for (const name of ['content-type', 'content-length', 'etag', 'content-disposition', 'accept-ranges']) {
      expect([path, name, head.headers[name]]).toEqual([path, name, get.headers[name]]);
    }
  }
});

test('a picture is uploaded once, whatever its declared type, and is the character reference of a story', async () => {
  const picture = await bytesOf(await api.get(`${story.links.self}/panels/3/image`));
  const answers = await Promise.all(
    ['image/png', 'application/octet-stream'].map((type) =>
      api.post('/v1/assets', picture as Uint8Array<ArrayBuffer>, { 'content-type': type }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  const [asset, same] = (await Promise.all(answers.map((answer) => answer.json()))) as [AssetView, AssetView];
  expect(asset).toMatchObject({ width: 256, height: 256, bytes: picture.byteLength });
  expect(same).toEqual(asset);

  const characters = [{ id: 'hare', name: 'Hare', description: 'A hare', references: [asset.id] }];
  const next = await api.submit(shortStory(1, { characters }));
  await untilStatus(api, next.id, 'completed');
});

test('a story that needs approval waits for it, and continues when it is approved', async () => {
  const { id, links } = await api.submit(shortStory(10, { render: { size: '256x256', approveAfter: 1 } }));
  await untilStatus(api, id, 'needs_attention');
  expect(await (await api.get(links.self)).json()).toMatchObject({ waitingOn: expect.stringContaining('approv') });
  const approved = await api.post(`${links.self}/approve`);
  expect(approved.status).toBe(202);
  await untilStatus(api, id, 'completed');
  expect((await api.post(`${links.self}/approve`)).status).toBe(202);
});
