import { type LinkView, linkOperations, type NoteView, operationNeeds, type StoryView } from '@nextpanel/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventsOf, shortStory, startTestApi, type TestApi, untilStatus } from '../testing.ts';

const key = 'hare-key-0123456789';

let api: TestApi;
let story: StoryView;
beforeAll(async () => {
  api = await startTestApi({ NEXTPANEL_API_KEYS: `hare:${key}`, NEXTPANEL_ADMIN_KEY: 'operator-key-0123456789' });
  await api.startDrawing();
  story = await api.submit(shortStory(2), bearer(key));
});
afterAll(() => api[Symbol.asyncDispose]());

const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
const notesOf = (id: string) => `/v1/stories/${id}/notes`;

async function ask<Answer>(method: string, path: string, secret: string, body?: object) {
  const response = await fetch(`${api.url}${path}`, {
    method,
    headers: { ...bearer(secret), ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, answer: (text === '' ? null : JSON.parse(text)) as Answer };
}

async function makeLink(id = story.id, form: object = {}): Promise<LinkView & { secret: string; url: string }> {
  const { status, answer } = await ask('POST', `/v1/stories/${id}/links`, key, form);
  expect(status).toBe(201);
  return answer as LinkView & { secret: string; url: string };
}

test('a note is pinned, changed, resolved and deleted, follows its panel, and each step is an event', async () => {
  const { id } = await api.submit(shortStory(3), bearer(key));
  const first = await ask<NoteView>('POST', notesOf(id), key, {
    panel: 3,
    x: 0.25,
    y: 1,
    text: ' Red scarf \n',
    author: 'Ana',
  });
  expect(first).toMatchObject({
    status: 201,
    answer: { panel: 3, x: 0.25, y: 1, text: 'Red scarf', author: 'Ana', link: null, resolved: false },
  });
  const whole = await ask<NoteView>('POST', notesOf(id), key, {
    panel: `id:${first.answer.panelId}`,
    text: 'Too dark',
  });
  expect(whole.answer).toMatchObject({ panel: 3, x: null, y: null });
  const on = `${notesOf(id)}/${first.answer.id}`;
  expect((await ask<NoteView>('PATCH', on, key, { resolved: true, x: 0.5 })).answer).toMatchObject({
    resolved: true,
    x: 0.5,
    y: 1,
    text: 'Red scarf',
  });
  expect((await ask('POST', `/v1/stories/${id}/panels/3/move`, key, { after: 0 })).status).toBe(200);
  const listed = await ask<{ items: NoteView[] }>('GET', notesOf(id), key);
  expect(listed.answer.items.map((note) => [note.id, note.panel])).toEqual([
    [first.answer.id, 1],
    [whole.answer.id, 1],
  ]);
  expect((await ask('DELETE', on, key)).status).toBe(204);
  expect((await ask('DELETE', on, key)).status).toBe(404);
  const events: unknown[] = [];
  for await (const { data } of eventsOf(await api.get(`/v1/stories/${id}/events?follow=false`, bearer(key))))
    if (String(data.type).startsWith('note.')) events.push([data.type, data.panel, data.note, data.resolved]);
  expect(events).toEqual([
    ['note.added', 3, first.answer.id, false],
    ['note.added', 3, whole.answer.id, false],
    ['note.changed', 3, first.answer.id, true],
    ['note.deleted', 1, first.answer.id, true],
  ]);
});

test('a note sent again with its key is the one that is there; another one with that key is refused', async () => {
  const { id } = await api.submit(shortStory(1), bearer(key));
  const send = async (text: string) => {
    const headers = { ...bearer(key), 'idempotency-key': 'once' };
    const response = await api.post(notesOf(id), { panel: 1, text }, headers);
    return { status: response.status, answer: (await response.json()) as NoteView & { readonly code?: string } };
  };
  const first = await send('Closer');
  expect(await send('Closer')).toEqual(first);
  expect((await send('Further away')).answer.code).toBe('idempotency_mismatch');
  expect((await ask<{ items: NoteView[] }>('GET', notesOf(id), key)).answer.items).toHaveLength(1);
});

test.each([
  [{ panel: 9, text: 'x' }, 404],
  [{ panel: 'id:none', text: 'x' }, 404],
  [{ panel: 0, text: 'x' }, 422],
  [{ panel: 1, text: '  ' }, 422],
  [{ panel: 1, text: 'x'.repeat(2_001) }, 422],
  [{ panel: 1, text: 'x', x: 1.1, y: 0 }, 422],
  [{ panel: 1, text: 'x', x: 0.5 }, 422],
  [{ panel: 1, text: 'x', resolved: true }, 422],
])('a note that cannot be kept is refused with what is wrong: %j', async (body, status) => {
  const refused = await ask<{ detail: string }>('POST', notesOf(story.id), key, body);
  expect([refused.status, refused.answer.detail.length > 0]).toEqual([status, true]);
});

test("a reviewer's link opens exactly its operations, of its own story, and shows no price and no prompt", async () => {
  await untilStatus({ ...api, get: (path) => api.get(path, bearer(key)) }, story.id, 'completed');
  const other = await api.submit(shortStory(1), bearer(key));
  const { secret, url } = await makeLink(story.id, { name: 'Ana' });
  expect(url).toBe(`${api.url}/review#${secret}`);
  const description = (await (await api.get('/openapi.json')).json()) as {
    paths: Record<string, Record<string, { operationId: string }>>;
  };
  const opened: string[] = [];
  const shown: [string, string][] = [];
  const ofOthers: [string, number][] = [];
  for (const [path, methods] of Object.entries(description.paths)) {
    for (const [method, { operationId }] of Object.entries(methods)) {
      if (operationNeeds[operationId] === 'open') continue;
      const send = (id: string) => {
        const to = path
          .replace('{id}', id)
          .replace('{note}', 'n0123456789abcdef')
          .replaceAll(/\{\w+\}/g, '1');
        return fetch(`${api.url}${to}`, { method: method.toUpperCase(), headers: bearer(secret) });
      };
      const response = await send(story.id);
      if (response.status !== 401 && response.status !== 403) opened.push(operationId);
      if (response.ok && response.headers.get('content-type')?.includes('json'))
        shown.push([operationId, await response.text()]);
      ofOthers.push([operationId, (await send(other.id)).status]);
    }
  }
  expect(shown.map(([operation]) => operation)).toEqual(
    expect.arrayContaining(['readStory', 'listPanels', 'listSheets', 'listEditions', 'listNotes']),
  );
  expect(shown.filter(([, text]) => /usd|cost|price|budget|prompt/i.test(text))).toEqual([]);
  expect(ofOthers.filter(([, status]) => status !== 403)).toEqual([]);
  expect(opened.sort()).toEqual(Object.keys(linkOperations).sort());
  for (const path of ['/metrics', '/queues']) expect((await api.get(path, bearer(secret))).status).toBe(403);
  expect((await ask('POST', '/v1/session', secret, { key: secret })).status).toBe(401);
  const read = await ask<StoryView>('GET', `/v1/stories/${story.id}`, secret);
  expect(read.answer).toMatchObject({ id: story.id, title: story.title, status: 'completed' });
  const picture = await api.get(`/v1/stories/${story.id}/panels/1/image?width=64`, bearer(secret));
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/webp']);
});

test('a reviewer changes own notes alone; a revoked link opens nothing, and its notes stay', async () => {
  const { id } = await api.submit(shortStory(1), bearer(key));
  const [ana, ben] = [await makeLink(id, { name: 'Ana' }), await makeLink(id)];
  const note = await ask<NoteView>('POST', notesOf(id), ana.secret, { panel: 1, text: 'Closer' });
  expect(note.answer).toMatchObject({ author: 'Ana', link: ana.id });
  const on = `${notesOf(id)}/${note.answer.id}`;
  expect((await ask('PATCH', on, ben.secret, { text: 'Mine' })).status).toBe(403);
  expect((await ask('DELETE', on, ben.secret)).status).toBe(403);
  expect((await ask('PATCH', on, ana.secret, { text: 'Much closer' })).status).toBe(200);
  const { answer: links } = await ask<{ items: LinkView[] }>('GET', `/v1/stories/${id}/links`, key);
  expect(links.items.map((link) => link.id).sort()).toEqual([ana.id, ben.id].sort());
  expect(JSON.stringify(links)).not.toContain(ana.secret.slice(-20));
  expect(JSON.stringify(await api.redis.hgetall((await api.redis.keys(`*story:${id}:links`))[0] ?? ''))).not.toContain(
    ana.secret.slice(-43),
  );
  expect((await ask('DELETE', `/v1/stories/${id}/links/${ana.id}`, key)).status).toBe(204);
  expect((await ask('GET', notesOf(id), ana.secret)).status).toBe(401);
  expect((await ask('GET', notesOf(id), `${ben.secret.slice(0, -1)}_`)).status).toBe(401);
  expect((await ask<{ items: NoteView[] }>('GET', notesOf(id), ben.secret)).answer.items).toMatchObject([
    { text: 'Much closer', link: ana.id },
  ]);
  await ask('POST', `/v1/stories/${id}/cancel`, key);
  expect((await ask('DELETE', `/v1/stories/${id}`, key)).status).toBe(204);
  expect((await ask('GET', notesOf(id), ben.secret)).status).toBe(401);
  expect(await api.redis.keys(`*story:${id}*`)).toEqual([]);
});

test('a link ends when its time is over, and one that would never end is refused', async () => {
  const soon = await makeLink(story.id, { expires: new Date(api.context.state.clock.now() + 300).toISOString() });
  await expect.poll(async () => (await ask('GET', notesOf(story.id), soon.secret)).status).toBe(401);
  const { answer } = await ask<{ items: LinkView[] }>('GET', `/v1/stories/${story.id}/links`, key);
  expect(answer.items.some(({ id }) => id === soon.id)).toBe(false);
  for (const form of [{ expires: '2020-01-01T00:00:00Z' }, { expires: '2099-01-01T00:00:00Z' }, { role: 'admin' }])
    expect([form, (await ask('POST', `/v1/stories/${story.id}/links`, key, form)).status]).toEqual([form, 422]);
});
