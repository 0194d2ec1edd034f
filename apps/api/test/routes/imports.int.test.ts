import { afterAll, beforeAll, expect, test } from 'vitest';
import { shortStory, startTestApi, type TestApi } from '../testing.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api[Symbol.asyncDispose]());

const tar = { 'content-type': 'application/x-tar' };

test('an exported story is taken in; what is no export is refused with the reason', async () => {
  const { id } = await api.submit(shortStory(2));
  await api.post(`/v1/stories/${id}/pause`);
  const exported = await api.get(`/v1/stories/${id}/export`);
  expect(exported.headers.get('content-disposition')).toBe(`attachment; filename="${id}.tar"`);
  const archive = new Uint8Array(await exported.arrayBuffer());
  const imported = await api.post('/v1/imports', archive, tar);
  expect([imported.status, await imported.json()]).toMatchObject([
    201,
    { status: 'paused', title: shortStory().title },
  ]);

  for (const body of [archive.slice(0, archive.length / 2), new TextEncoder().encode('no archive'), new Uint8Array()]) {
    const refused = await api.post('/v1/imports', body, tar);
    expect([refused.status, await refused.json()]).toMatchObject([422, { code: 'backup_unreadable' }]);
  }
  expect((await api.get('/v1/stories/s000000000000/export')).status).toBe(404);
  const { items } = (await (await api.get('/v1/stories')).json()) as { items: unknown[] };
  expect(items.length).toBe(2);
});
