import { Agent, request } from 'node:http';
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

  // Of the same length, so that the archive stays whole.
  const noStory = Buffer.from(archive);
  noStory.fill('9', noStory.indexOf(String.raw`{\"title\"`), noStory.indexOf(String.raw`{\"title\"`) + 1);
  for (const body of [
    archive.slice(0, archive.length / 2),
    noStory,
    new TextEncoder().encode('no archive'),
    new Uint8Array(),
  ]) {
    const refused = await api.post('/v1/imports', body, tar);
    expect([refused.status, await refused.json()]).toMatchObject([422, { code: 'backup_unreadable' }]);
  }
  expect((await api.get('/v1/stories/s000000000000/export')).status).toBe(404);
  const { items } = (await (await api.get('/v1/stories')).json()) as { items: unknown[] };
  expect(items.length).toBe(2);
});

test('what is left of a refused archive does not hold up the next request on its connection', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const send = (method: string, path: string, body?: Uint8Array) =>
    new Promise<[status: number | undefined, reused: boolean]>((resolve, reject) => {
      const sent = request(`${api.url}${path}`, { agent, method, headers: body ? tar : {} }, (response) => {
        response.resume().once('end', () => resolve([response.statusCode, sent.reusedSocket]));
      });
      sent.once('error', reject).end(body);
    });
  const { id } = await api.submit(shortStory(1));
  const exported = Buffer.from(await (await api.get(`/v1/stories/${id}/export`)).arrayBuffer());
  // Its manifest is broken, and megabytes follow.
  exported.write('[', exported.indexOf('{"format"'));
  const bytes = Buffer.concat([exported, Buffer.alloc(4_000_000, 1)]);
  expect(await send('POST', '/v1/imports', bytes)).toEqual([422, false]);
  expect((await send('GET', '/healthz'))[0]).toBe(200);
  agent.destroy();
});
