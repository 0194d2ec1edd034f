import type { EstimateView, Page, StoryView } from '@nextpanel/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shortStory, startTestApi, type TestApi } from './testing.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api[Symbol.asyncDispose]());

const read = async (path: string): Promise<StoryView> => (await (await api.get(path)).json()) as StoryView;
const list = async (query: string): Promise<Page<StoryView>> =>
  (await (await api.get(`/v1/stories?${query}`)).json()) as Page<StoryView>;
const titles = (page: Page<StoryView>): string[] => page.items.map(({ title }) => title);

test('a story submitted as JSON is stored, and the response says where it is', async () => {
  const response = await api.post('/v1/stories', shortStory(10));
  expect(response.status).toBe(202);
  const story = (await response.json()) as StoryView;
  expect(response.headers.get('location')).toBe(`/v1/stories/${story.id}`);
  expect(story).toMatchObject({
    title: 'The Tortoise and the Hare',
    status: 'queued',
    progress: { panels: { drawn: 0, total: 10 }, batches: { drawn: 0, total: 2 } },
  });
  expect(await read(story.links.self)).toEqual(story);
});

test('the answer to a submit is what reading the story says, whatever the story asks for', async () => {
  const words = (text: string) => [{ kind: 'caption', text }];
  const stories: readonly object[] = [
    shortStory(20, { budget: { maxUsd: 3 }, priority: -4, externalId: 'order-7', metadata: { team: 'b' } }),
    shortStory(3, {
      render: { size: '256x256', recall: false },
      checks: {},
      book: { formats: ['pdf', 'epub', 'webtoon'], cover: { prompt: 'The hare asleep' } },
    }),
    shortStory(3, {
      render: { size: 'auto' },
      book: { layout: 'comic', cover: { panel: 2 } },
      characters: [{ id: 'hare', name: 'Hare', description: 'a grey hare' }],
      plates: { draw: ['characters'], approve: true },
    }),
    { title: 'Twice', panels: [{ prompt: 'The hare', text: words('Once \u{10FFFF} more') }] },
    { title: 'Twice', panels: [{ prompt: 'The hare', text: words('Once \u{10FFFF} more') }] },
  ];
  for (const story of stories) {
    const answered = await api.submit(story);
    expect(await read(answered.links.self)).toEqual(answered);
  }
  expect((await list('limit=1')).items[0]?.duplicateOf).toBeDefined();
});

test('a story submitted as YAML is the same story', async () => {
  const yaml = 'title: On paper\nlanguage: ja\npanels:\n  - prompt: A crane\n';
  for (const type of ['application/yaml', 'application/x-yaml', 'text/yaml; charset=utf-8']) {
    const response = await api.post('/v1/stories', yaml, { 'content-type': type });
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({ title: 'On paper', language: 'ja' });
  }
});

test('all errors in a story are reported together, with pointer and line', async () => {
  const yaml = 'title: x\nlangage: en\npanels:\n  - prompt: ""\n  - promt: y\n';
  const response = await api.post('/v1/stories', yaml, { 'content-type': 'application/yaml' });
  expect(response.status).toBe(422);
  expect(await response.json()).toMatchObject({
    code: 'invalid',
    errors: expect.arrayContaining([
      expect.objectContaining({ pointer: '/langage', line: 2 }),
      expect.objectContaining({ pointer: '/panels/0/prompt', line: 4 }),
      expect.objectContaining({ pointer: '/panels/1/promt', line: 5 }),
    ]),
  });
});

test('an Idempotency-Key answers a repeat with the same story, and refuses another one', async () => {
  const key = { 'idempotency-key': 'order-66' };
  const first = await api.post('/v1/stories', shortStory(2), key);
  const again = await api.post('/v1/stories', shortStory(2), key);
  expect([first.status, again.status]).toEqual([202, 202]);
  expect(first.headers.get('idempotent-replayed')).toBeNull();
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  const story = (await first.json()) as StoryView;
  expect(await again.json()).toEqual(story);
  expect(again.headers.get('location')).toBe(`/v1/stories/${story.id}`);

  const other = await api.post('/v1/stories', shortStory(3), key);
  expect(other.status).toBe(422);
  expect(await other.json()).toMatchObject({ code: 'idempotency_mismatch' });
});

test('requests with one Idempotency-Key that run at once make one story', async () => {
  const key = { 'idempotency-key': 'at once'.replace(' ', '-') };
  const answers = await Promise.all(Array.from({ length: 8 }, () => api.post('/v1/stories', shortStory(2), key)));
  const done = answers.filter(({ status }) => status === 202);
  expect(done.length).toBeGreaterThan(0);
  for (const { status } of answers) expect([202, 409]).toContain(status);
  const ids = await Promise.all(done.map(async (answer) => ((await answer.json()) as StoryView).id));
  expect(new Set(ids).size).toBe(1);
});

test('an estimate says the price of a story and stores nothing', async () => {
  const before = (await list('limit=200')).items.length;
  const response = await api.post('/v1/estimates', shortStory(17));
  expect(response.status).toBe(200);
  const free = {
    lowUsd: 0,
    expectedUsd: 0,
    highUsd: 0,
    batches: 3,
    requests: 17,
    panels: 17,
    recalledPanels: 0,
    warnings: [],
  };
  expect(await response.json()).toEqual(free);
  expect((await list('limit=200')).items).toHaveLength(before);
});

test.each([
  [{ model: 'storyboard-99' }, 'unknown_model', '/render/model'],
  [{ method: 'one-call' }, 'method_unavailable', '/render/method'],
  [{ size: '16x16' }, 'size_unsupported', '/render/size'],
])('what cannot be drawn is refused by estimate and submit: %j', async (render, code, pointer) => {
  for (const path of ['/v1/stories', '/v1/estimates']) {
    const response = await api.post(path, shortStory(1, { render }));
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ code, errors: [{ pointer }] });
  }
});

test('a provider that is not set up is named with what sets it up; its price can be asked all the same', async () => {
  const story = shortStory(1, { render: { provider: 'fal' } });
  const refused = await api.post('/v1/stories', story);
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({
    code: 'provider_unavailable',
    detail: expect.stringContaining('FAL_KEY'),
    errors: [{ pointer: '/render/provider' }],
  });
  const estimate = (await (await api.post('/v1/estimates', story)).json()) as EstimateView;
  expect(estimate.warnings).toEqual([{ code: 'provider_unavailable', detail: expect.stringContaining('FAL_KEY') }]);
  expect(estimate.expectedUsd).toBeGreaterThan(0);
});

test('fields without effect are warned about by estimate, submit and every change that concerns them', async () => {
  const panels = ['normal', 'wide', 'splash'].map((weight) => ({ prompt: 'the hare runs', weight }));
  const story = shortStory(3, { panels });
  const weight = (numbers: string) => ({ code: 'weight_ignored', detail: expect.stringContaining(`panel ${numbers}`) });
  const estimate = (await (await api.post('/v1/estimates', story)).json()) as EstimateView;
  expect(estimate.warnings).toEqual([weight('2, 3')]);
  const submitted = (await (await api.post('/v1/stories', story)).json()) as StoryView;
  expect(submitted.warnings).toEqual([weight('2, 3')]);
  const inserted = await api.post(`/v1/stories/${submitted.id}/panels`, {
    after: 0,
    panels: [{ prompt: 'the tortoise walks', weight: 'wide' }],
  });
  expect(await inserted.json()).toMatchObject({ warnings: [weight('1, 3, 4')] });
  const amended = await fetch(`${api.url}/v1/stories/${submitted.id}`, {
    method: 'PATCH',
    body: JSON.stringify({ render: { fallback: true } }),
    headers: { 'content-type': 'application/json' },
  });
  const fallback = { code: 'fallback_ignored', detail: expect.any(String) };
  expect(await amended.json()).toMatchObject({ warnings: [weight('1, 3, 4'), fallback] });
});

test('title and budget can be changed, nothing else', async () => {
  const { id } = await api.submit(shortStory(1, { title: 'Before' }));
  const patch = (body: unknown) =>
    fetch(`${api.url}/v1/stories/${id}`, {
      method: 'PATCH',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  const changed = await patch({ title: 'After', budget: { maxUsd: 2.5 } });
  expect(changed.status).toBe(200);
  expect(await changed.json()).toMatchObject({ title: 'After', cost: { budgetUsd: 2.5 } });
  expect(await (await patch({ budget: null })).json()).toMatchObject({ cost: { budgetUsd: null } });
  expect((await patch({ status: 'completed' })).status).toBe(422);
  expect((await patch({ budget: { maxUsd: -1 } })).status).toBe(422);
});

test('stories are listed by status, words of the title and order, in pages', async () => {
  await using own = await startTestApi();
  for (const title of ['One hare', 'Two tortoises', 'Three hares']) await own.submit(shortStory(1, { title }));
  const page = async (query: string): Promise<Page<StoryView>> =>
    (await (await own.get(`/v1/stories?${query}`)).json()) as Page<StoryView>;

  expect(titles(await page(''))).toEqual(['Three hares', 'Two tortoises', 'One hare']);
  expect(titles(await page('sort=created'))).toEqual(['One hare', 'Two tortoises', 'Three hares']);
  expect(titles(await page('query=HARE&sort=created'))).toEqual(['One hare', 'Three hares']);
  expect(titles(await page('status=completed'))).toEqual([]);

  const first = await page('sort=created&limit=2');
  expect(titles(first)).toEqual(['One hare', 'Two tortoises']);
  const second = await page(`sort=created&limit=2&cursor=${first.nextCursor}`);
  expect(titles(second)).toEqual(['Three hares']);
  expect(second.nextCursor).toBeNull();

  const [oldest] = first.items;
  await own.post(`${oldest?.links.self}/pause`);
  expect(titles(await page('sort=-updated&limit=1'))).toEqual(['One hare']);
  expect(titles(await page('status=paused'))).toEqual(['One hare']);
});

test('pause, resume and cancel answer 202 with the story; repeats change nothing', async () => {
  const { links } = await api.submit(shortStory());
  for (const [verb, status] of [
    ['pause', 'paused'],
    ['pause', 'paused'],
    ['resume', 'queued'],
    ['resume', 'queued'],
    ['cancel', 'cancelled'],
    ['cancel', 'cancelled'],
  ]) {
    const response = await api.post(`${links.self}/${verb}`);
    expect([verb, response.status]).toEqual([verb, 202]);
    expect(await response.json()).toMatchObject({ status });
  }
});

test('a body sent along with a command is ignored, whatever it is', async () => {
  const { links } = await api.submit(shortStory());
  for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/plain']) {
    for (const body of ['', '{}']) {
      expect((await api.post(`${links.self}/pause`, body, { 'content-type': type })).status).toBe(202);
    }
  }
});

test('what a cancelled story cannot do is a conflict', async () => {
  const { links } = await api.submit(shortStory());
  await api.post(`${links.self}/cancel`);
  for (const verb of ['pause', 'resume', 'approve']) {
    const response = await api.post(`${links.self}/${verb}`);
    expect([verb, response.status]).toEqual([verb, 409]);
    expect(await response.json()).toMatchObject({ code: 'invalid_state' });
  }
});

test('the parts of a story are there from the start, in pages', async () => {
  const { links } = await api.submit(shortStory(10));
  const parts = async (noun: string, query = ''): Promise<Page<{ number: number }>> =>
    (await (await api.get(`${links.self}/${noun}?${query}`)).json()) as Page<{ number: number }>;

  expect((await parts('panels')).items).toHaveLength(10);
  expect((await parts('batches')).items).toMatchObject([
    { number: 1, status: 'waiting', panels: [1, 8], reference: null, attempts: 0 },
    { number: 2, status: 'waiting', panels: [9, 10] },
  ]);
  expect((await parts('sheets')).items).toMatchObject([{ number: 1, status: 'waiting', image: null }, { number: 2 }]);
  expect(await parts('attempts')).toEqual({ items: [], nextCursor: null });
  expect(await parts('ledger')).toEqual({ items: [], nextCursor: null });

  const first = await parts('panels', 'limit=6');
  expect(first.items.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
  const second = await parts('panels', `limit=6&cursor=${first.nextCursor}`);
  expect(second.items.map(({ number }) => number)).toEqual([7, 8, 9, 10]);
  expect(second.nextCursor).toBeNull();
});

test('queues and providers tell how they are; a provider can be paused and resumed', async () => {
  const items = async (path: string) => ((await (await api.get(path)).json()) as Page<Record<string, unknown>>).items;
  expect(await items('/v1/queues')).toContainEqual(
    expect.objectContaining({ name: expect.stringContaining('storyboard'), waiting: expect.any(Number) }),
  );
  expect(await items('/v1/providers')).toContainEqual(expect.objectContaining({ id: 'storyboard', paused: null }));

  const paused = await api.post('/v1/providers/storyboard/pause');
  expect(paused.status).toBe(202);
  expect(await paused.json()).toMatchObject({ id: 'storyboard', paused: { reason: expect.any(String) } });
  const resumed = await api.post('/v1/providers/storyboard/resume');
  expect(await resumed.json()).toMatchObject({ id: 'storyboard', paused: null });
  expect((await api.post('/v1/providers/nobody/pause')).status).toBe(404);
});
