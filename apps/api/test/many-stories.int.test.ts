import type { BulkResult, CostsView, Page, StoryView } from '@nextpanel/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shortStory, startTestApi, type TestApi, untilStatus } from './testing.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api[Symbol.asyncDispose]());

const json = async <Value>(response: Promise<Response>, status = 200): Promise<Value> => {
  const it = await response;
  expect(it.status).toBe(status);
  return (await it.json()) as Value;
};
const ids = ({ items }: Page<StoryView>) => items.map(({ id }) => id);

test('stories are found by what another system calls them and by their metadata, and changed by the same filter', async () => {
  const winter = await api.submit(shortStory(1, { externalId: 'order-7', metadata: { season: 'winter', team: 'b' } }));
  const summer = await api.submit(shortStory(1, { metadata: { season: 'summer', team: 'b' } }));
  expect(winter).toMatchObject({ externalId: 'order-7', metadata: { season: 'winter' } });
  expect(ids(await json(api.get('/v1/stories?externalId=order-7')))).toEqual([winter.id]);
  expect(ids(await json(api.get('/v1/stories?metadata=team:b')))).toEqual([summer.id, winter.id]);
  expect(ids(await json(api.get('/v1/stories?metadata=team:b,season:summer')))).toEqual([summer.id]);

  const filter = { metadata: { team: 'b' } };
  const foreseen = await json<BulkResult>(api.post('/v1/bulk', { filter, action: 'pause', dryRun: true }));
  expect(foreseen.cost).toEqual({ expectedUsd: 0, heldUsd: 0 });
  expect(foreseen.changed.sort()).toEqual([summer.id, winter.id].sort());
  expect(await json(api.get(`/v1/stories/${winter.id}`))).toMatchObject({ status: 'queued' });
  const only = { filter: { ids: [summer.id, 'nothing'] }, action: 'pause' };
  expect(await json(api.post('/v1/bulk', only))).toMatchObject({ changed: [summer.id], unchanged: [], refused: [] });
  const paused = await json<BulkResult>(api.post('/v1/bulk', { filter, action: 'pause' }));
  expect(paused).toMatchObject({ changed: [winter.id], unchanged: [summer.id], more: false });
  const resumed = await json<BulkResult>(api.post('/v1/bulk', { filter: { externalId: 'order-7' }, action: 'resume' }));
  expect(resumed.changed).toEqual([winter.id]);
  const deleted = await json<BulkResult>(api.post('/v1/bulk', { filter, action: 'delete' }));
  expect(deleted.changed).toEqual([summer.id]);
  expect(deleted.refused).toMatchObject([{ id: winter.id, code: 'invalid_state' }]);
  // Without a filter it would mean everything.
  expect((await api.post('/v1/bulk', { filter: {}, action: 'cancel' })).status).toBe(422);
  await json(api.post('/v1/bulk', { filter: { status: 'queued' }, action: 'cancel' }));
});

test('a story says where it stands in line, and a raised priority puts it before the others of its tenant', async () => {
  await using line = await startTestApi();
  const stories = [];
  for (const title of ['one', 'two', 'three']) stories.push(await line.submit(shortStory(1, { title })));
  const last = stories[2] as StoryView;
  expect(last).toMatchObject({ line: { place: 3, waiting: 3 } });
  const listed = await json<Page<StoryView>>(line.get('/v1/stories'));
  expect(listed.items.map((story) => [story.title, story.line?.place])).toEqual([
    ['three', 3],
    ['two', 2],
    ['one', 1],
  ]);
  const raised = await json<StoryView>(line.post(`/v1/stories/${last.id}/priority`, { priority: 4 }));
  expect(raised).toMatchObject({ priority: 4, line: { place: 1, waiting: 3 } });
  expect(await json(line.post(`/v1/stories/${last.id}/priority`, { priority: 4 }))).toMatchObject({ priority: 4 });
  const urgent = await line.submit(shortStory(1, { title: 'urgent', priority: 9 }));
  expect(urgent.line?.place).toBe(1);
  expect((await line.post(`/v1/stories/${last.id}/priority`, { priority: 11 })).status).toBe(422);
});

test('costs are added up by day and model, and come as a table, too', async () => {
  await api.startDrawing();
  const story = await api.submit(shortStory(2, { title: 'paid' }));
  await untilStatus(api, story.id, 'completed');
  const costs = await json<CostsView>(api.get('/v1/costs'));
  const today = new Date().toISOString().slice(0, 10);
  expect(costs.byDay.at(-1)).toMatchObject({ day: today, spentUsd: 0, heldUsd: 0 });
  expect(costs.total.images).toBeGreaterThanOrEqual(2);
  expect(costs.byModel).toMatchObject([{ provider: 'storyboard', spentUsd: 0 }]);
  const table = await api.get('/v1/costs?format=csv');
  expect(table.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect((await table.text()).split('\r\n')[0]).toBe(
    'day,provider,model,images,spent_usd,wasted_usd,possibly_usd,held_usd',
  );
  expect((await api.get('/v1/costs?from=2026-01-02&to=2026-01-01')).status).toBe(422);
});

test('a tenant with too many unfinished stories learns its quota and when to ask again', async () => {
  await using keyed = await startTestApi({ NEXTPANEL_ADMIN_KEY: 'operator-key-0123456789' });
  const key = { authorization: 'Bearer operator-key-0123456789' };
  await json(keyed.post('/v1/admin/tenants', { id: 'default', limits: { waitingStories: 1 } }, key), 201);
  await keyed.submit(shortStory(), key);
  const refused = await keyed.post('/v1/stories', shortStory(), key);
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({ code: 'tenant_stories' });
  expect(Object.fromEntries(refused.headers)).toMatchObject({
    'ratelimit-policy': '"unfinished-stories";q=1',
    ratelimit: '"unfinished-stories";r=0;t=60',
    'retry-after': '60',
  });
});
