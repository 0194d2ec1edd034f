import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page, ProviderStats, ProviderView, QueueView, WorkerView } from '@nextpanel/core';
import { afterEach, expect, test } from 'vitest';
import { eventsOf, shortStory, startTestApi, type TestApi, untilStatus } from './testing.ts';

const keys = { ada: 'a'.repeat(32), bob: 'b'.repeat(32) };
const as = (tenant: keyof typeof keys) => ({ authorization: `Bearer ${keys[tenant]}` });

let api: TestApi;
afterEach(() => api[Symbol.asyncDispose]());

const start = async (env: Record<string, string> = {}) => {
  api = await startTestApi({ NEXTPANEL_API_KEYS: `ada:${keys.ada},bob:${keys.bob}`, ...env }, { heartbeatMs: 50 });
};

async function read<Answer>(path: string, tenant: keyof typeof keys = 'ada'): Promise<Answer> {
  const response = await api.get(path, as(tenant));
  expect([path, response.status]).toEqual([path, 200]);
  return (await response.json()) as Answer;
}
const queue = async (tenant: keyof typeof keys, name = 'draw-storyboard'): Promise<QueueView | undefined> =>
  (await read<Page<QueueView>>('/v1/queues', tenant)).items.find((it) => it.name === name);
const metric = async (line: RegExp): Promise<string | undefined> =>
  line.exec(await (await api.get('/metrics', as('ada'))).text())?.[1];

test('a queue says whose it is, and how long its first job waits', async () => {
  await start();
  expect(await queue('ada', 'finalize')).toMatchObject({ provider: null, oldestWaitingMs: null, stories: [] });
  expect(await queue('ada')).toMatchObject({ provider: 'storyboard', waiting: 0, oldestWaitingMs: null });
  await api.submit(shortStory(), as('ada'));
  await expect.poll(async () => (await queue('bob'))?.oldestWaitingMs).toBeGreaterThan(100);
  await api.submit(shortStory(), as('ada'));
  const { waiting, oldestWaitingMs } = (await queue('ada')) as QueueView;
  expect(waiting).toBe(2);
  // The first in line, not the last that came.
  expect(oldestWaitingMs).toBeGreaterThan(100);
  expect(oldestWaitingMs).toBeLessThan(60_000);
  expect(await metric(/^nextpanel_provider_jobs{provider="storyboard",state="waiting"} (\d+)$/m)).toBe('2');
  expect(
    Number(await metric(/^nextpanel_queue_oldest_waiting_seconds{queue="draw-storyboard"} ([\d.]+)$/m)),
  ).toBeGreaterThan(0.1);
});

test('waiting stories are listed for their tenant, with the reason; the end of a pause of a provider is not known', async () => {
  await start();
  await api.post('/v1/providers/storyboard/pause', undefined, as('ada'));
  const { id } = await api.submit(shortStory(1, { title: 'Hers' }), as('ada'));
  await api.startDrawing();
  await expect
    .poll(async () => (await queue('ada'))?.stories, { timeout: 10_000 })
    .toEqual([{ story: id, title: 'Hers', reason: 'provider_paused', until: null }]);
  const { delayed, oldestWaitingMs } = (await queue('ada')) as QueueView;
  expect([delayed, oldestWaitingMs]).toEqual([1, null]);
  expect(await queue('bob')).toMatchObject({ delayed: 1, stories: [] });

  await api.post('/v1/providers/storyboard/resume', undefined, as('ada'));
  await expect.poll(async () => (await queue('ada'))?.stories, { timeout: 10_000 }).toEqual([]);
});

test('workers are listed with what they hold; the story is named to its tenant only', async () => {
  await start({ STORYBOARD_LATENCY_MS: '8000' });
  expect(await read('/v1/workers')).toEqual({ items: [], nextCursor: null });
  const { id } = await api.submit(shortStory(), as('ada'));
  await api.startDrawing();
  const workers = async (tenant: keyof typeof keys) => (await read<Page<WorkerView>>('/v1/workers', tenant)).items;
  const held = async (tenant: keyof typeof keys) =>
    (await workers(tenant)).flatMap(({ role, holds }) => holds.map(({ story, what }) => [role, story, what]));
  await expect.poll(() => held('ada'), { timeout: 10_000 }).toEqual([['worker', id, 'batch 1']]);
  expect(await held('bob')).toEqual([['worker', null, 'batch 1']]);
  expect((await workers('bob')).map(({ role }) => role).sort()).toEqual(['finalizer', 'worker']);
  const [{ host, pid, startedAt, seenAt } = {} as WorkerView] = await workers('ada');
  expect([host, pid]).toEqual([hostname(), process.pid]);
  expect(Date.parse(startedAt)).toBeLessThanOrEqual(Date.parse(seenAt));
  expect(await metric(/^nextpanel_workers{role="worker"} (\d+)$/m)).toBe('1');
  expect(await metric(/^nextpanel_worker_holds{role="worker"} (\d+)$/m)).toBe('1');
});

test("a provider's requests are counted by minute, and its models' limits shown", async () => {
  await using directory = await temporaryDirectory();
  const file = join(directory.path, 'catalogue.json');
  const own = { provider: 'storyboard', id: 'storyboard-1', limits: { concurrency: 8, imagesPerMinute: null } };
  await writeFile(file, JSON.stringify({ models: [own] }));
  await start({ STORYBOARD_LATENCY_MS: '100', NEXTPANEL_CATALOGUE: file });
  expect((await read<Page<ProviderView>>('/v1/providers')).items[0]?.limits).toEqual([]);
  expect(await read('/v1/providers/storyboard/stats')).toEqual({ provider: 'storyboard', items: [] });
  await api.startDrawing();
  const { id } = await api.submit(shortStory(3), as('ada'));
  await untilDrawn(id);
  const { items } = await read<ProviderStats>('/v1/providers/storyboard/stats?minutes=5');
  expect(items.reduce((sum, { requests }) => sum + requests, 0)).toBe(3);
  expect(items.reduce((sum, { images }) => sum + images, 0)).toBe(3);
  for (const { at, failed, p50Ms, p95Ms } of items) {
    expect([failed, Date.parse(at) % 60_000]).toEqual([0, 0]);
    expect(p50Ms).toBeGreaterThan(90);
    expect(p95Ms).toBeGreaterThanOrEqual(p50Ms ?? Number.NaN);
  }
  const limits = [
    {
      model: 'storyboard-1',
      concurrency: 8,
      underWay: 0,
      waiting: 0,
      imagesPerMinute: null,
      usedShare: 0,
      blockedMs: 0,
      learnedPerMinute: null,
      refusing: null,
    },
  ];
  expect((await read<Page<ProviderView>>('/v1/providers')).items[0]?.limits).toEqual(limits);
  const paused = await api.post('/v1/providers/storyboard/pause', undefined, as('ada'));
  expect(await paused.json()).toMatchObject({ id: 'storyboard', limits });
});

test('statistics of a provider that is not there, or of a time that is not kept, are refused', async () => {
  await start();
  for (const [path, status, code] of [
    ['/v1/providers/nobody/stats', 404, 'not_found'],
    ['/v1/providers/storyboard/stats?minutes=0', 422, 'invalid'],
    ['/v1/providers/storyboard/stats?minutes=1441', 422, 'invalid'],
    ['/v1/providers/storyboard/stats?hours=1', 422, 'invalid'],
  ] as const) {
    const response = await api.get(path, as('ada'));
    expect([path, response.status]).toEqual([path, status]);
    expect(await response.json()).toMatchObject({ code });
  }
});

test('changes of a tenant are streamed to it alone, after an empty list that says to look at everything', async () => {
  await start();
  expect((await api.get('/v1/events')).status).toBe(401);
  const seen: Record<'ada' | 'bob', unknown[]> = { ada: [], bob: [] };
  const stop = new AbortController();
  const follow = async (tenant: 'ada' | 'bob') => {
    const response = await fetch(`${api.url}/v1/events`, { headers: as(tenant), signal: stop.signal });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    for await (const { id, event, data } of eventsOf(response)) {
      // Every tenant hears of the queues, but only of its own stories.
      const expected = event === 'operations' ? { operations: ['queues'] } : { stories: data.stories };
      expect([id, data]).toEqual(['', expected]);
      if (event === '') seen[tenant].push(data.stories);
    }
  };
  const following = Promise.allSettled([follow('ada'), follow('bob')]);
  await expect.poll(() => seen).toEqual({ ada: [[]], bob: [[]] });
  const { id, links } = await api.submit(shortStory(), as('ada'));
  await expect.poll(() => seen.ada).toEqual([[], [id]]);
  for (const verb of ['pause', 'resume', 'pause']) await api.post(`${links.self}/${verb}`, undefined, as('ada'));
  await expect.poll(() => seen.ada.length).toBeGreaterThan(2);
  expect(seen.ada.slice(1)).toEqual(seen.ada.slice(1).map(() => [id]));
  expect(seen.bob).toEqual([[]]);

  expect(await metric(/^nextpanel_event_streams (\d+)$/m)).toBe('2');
  stop.abort();
  await following;
  await expect.poll(() => metric(/^nextpanel_event_streams (\d+)$/m)).toBe('0');
});

test('a quiet stream of changes has heartbeats, and closing the server ends it in order', async () => {
  await start();
  const response = await api.get('/v1/events', as('ada'));
  let text = '';
  const reading = (async () => {
    for await (const chunk of (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()))
      text += chunk;
  })();
  await expect.poll(() => text).toContain(': heartbeat\n\n: heartbeat\n\n');
  expect(text).toMatch(/^retry: \d+\n\n/);
  await api[Symbol.asyncDispose]();
  await reading;
});

/** Follows a story of ada's until it is completed. */
async function untilDrawn(id: string): Promise<void> {
  await untilStatus({ ...api, get: (path) => api.get(path, as('ada')) }, id, 'completed');
}

async function temporaryDirectory() {
  const path = await mkdtemp(join(tmpdir(), 'nextpanel-api-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
