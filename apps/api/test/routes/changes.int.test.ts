import type { Problem, StoryView, TakeView } from '@nextpanel/core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestApi, type TestApi } from '../testing.ts';

let api: TestApi;
let id: string;
const read = async () => (await (await api.get(`/v1/stories/${id}`)).json()) as StoryView;
beforeAll(async () => {
  api = await startTestApi();
  await api.startDrawing();
  const panels = [1, 2].map((number) => ({ prompt: `the tortoise ${number}` }));
  id = (await api.submit({ title: 'The Tortoise', panels, render: { size: '128x128' } })).id;
  await vi.waitUntil(async () => (await read()).status === 'completed', { timeout: 20_000 });
}, 30_000);
afterAll(() => api[Symbol.asyncDispose]());

const send = (method: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${api.url}/v1/stories/${id}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const takes = async (panel: number) =>
  ((await (await api.get(`/v1/stories/${id}/panels/${panel}/takes`)).json()) as { items: TakeView[] }).items;

describe('a change with an Idempotency-Key', () => {
  it('is made once, however often it is sent', async () => {
    const key = { 'idempotency-key': 'retake-1' };
    const answers = await Promise.all([1, 2, 3].map(() => send('POST', '/panels/1/retake', { count: 2 }, key)));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    await vi.waitUntil(async () => (await read()).status === 'completed', { timeout: 20_000 });
    expect((await send('POST', '/panels/1/retake', { count: 2 }, key)).status).toBe(202);
    expect((await read()).status).toBe('completed');
    expect(await takes(1)).toHaveLength(3);
  });

  it('is refused when the key was used for something else', async () => {
    const key = { 'idempotency-key': 'words-1' };
    expect((await send('PATCH', '/panels/1', { alt: 'A tortoise' }, key)).status).toBe(200);
    const other = await send('PATCH', '/panels/1', { alt: 'A hare' }, key);
    expect(other.status).toBe(422);
    expect(((await other.json()) as Problem).code).toBe('idempotency_mismatch');
  });

  it('copies a story once', async () => {
    const key = { 'idempotency-key': 'copy-1' };
    const [one, two] = await Promise.all([1, 2].map(async () => (await send('POST', '/copy', {}, key)).json()));
    expect((one as StoryView).id).toBe((two as StoryView).id);
  });
});

describe('a change with If-Match', () => {
  it('is made to the revision that was read, and refused with both when there is another', async () => {
    const answer = await api.get(`/v1/stories/${id}`);
    const { rev } = (await answer.json()) as StoryView;
    expect(answer.headers.get('etag')).toBe(`W/"${rev}"`);
    const changed = await send('PATCH', '/panels/2', { alt: 'first' }, { 'if-match': `"${rev}"` });
    expect(changed.status).toBe(200);
    const late = await send('PATCH', '/panels/2', { alt: 'second' }, { 'if-match': `"${rev}"` });
    expect(late.status).toBe(412);
    expect(await late.json()).toMatchObject({ code: 'revision_mismatch', rev: rev + 1, ifMatch: rev });
    expect((await read()).rev).toBe(rev + 1);
  });

  it('that was made is answered again although the revision is another now', async () => {
    const { rev } = await read();
    const headers = { 'if-match': `W/"${rev}"`, 'idempotency-key': 'alt-2' };
    expect((await send('PATCH', '/panels/2', { alt: 'third' }, headers)).status).toBe(200);
    expect((await send('PATCH', '/panels/2', { alt: 'third' }, headers)).status).toBe(200);
    expect((await read()).rev).toBe(rev + 1);
  });

  it('must name a revision', async () => {
    expect((await send('PATCH', '/panels/2', { alt: 'x' }, { 'if-match': 'yesterday' })).status).toBe(422);
    expect((await send('PATCH', '/panels/2', { alt: 'x' }, { 'if-match': '*' })).status).toBe(200);
  });
});
