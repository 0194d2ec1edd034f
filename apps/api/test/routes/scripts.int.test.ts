import type { Problem, ScriptDraft } from '@nextpanel/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../testing.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api[Symbol.asyncDispose]());

const send = (script: string, { query = '', type = 'text/plain' } = {}) =>
  fetch(`${api.url}/v1/scripts${query}`, { method: 'POST', headers: { 'content-type': type }, body: script });

test('the draft of a script can be submitted as it is, and its gaps are listed', async () => {
  const answer = await send('PAGE 1\nPanel 1. A meadow.\nHARE: Nobody is faster!\n', { query: '?title=The+Race' });
  expect(answer.status).toBe(200);
  const draft = (await answer.json()) as ScriptDraft;
  expect(draft).toMatchObject({ format: 'comic', gaps: [{ pointer: '/characters/0/description' }] });
  expect(draft.coverage).toEqual({ leftOut: [], notVerbatim: [], unknownNames: [], outOfOrder: [] });
  const story = await api.submit(draft.story);
  expect(story).toMatchObject({ title: 'The Race', progress: { panels: { total: 1 } } });
});

test('a table is read by its media type', async () => {
  const answer = await send('prompt,text\nA hill,"Once, here"\n', { type: 'text/csv' });
  expect(((await answer.json()) as ScriptDraft).format).toBe('csv');
});

test.each([
  ['', {}, 422, 'no panel'],
  ['x', { query: '?format=docx' }, 422, 'format'],
  ['x', { type: 'application/pdf' }, 415, 'media type'],
  ['a '.repeat(300_000), {}, 422, 'longest'],
])('what is no script is refused (%#)', async (script, options, status, why) => {
  const answer = await send(script, options);
  expect(answer.status).toBe(status);
  expect(JSON.stringify((await answer.json()) as Problem)).toContain(why);
});

test('a story is written as a script and as a table, with what was edited since', async () => {
  const panels = [
    { prompt: 'A hill', text: [{ kind: 'speech', speaker: 'hare', text: 'Slow!' }] },
    { prompt: 'A mill' },
  ];
  const { id } = await api.submit({
    title: 'The café',
    characters: [{ id: 'hare', name: 'Hare', description: 'a brown hare' }],
    panels,
  });
  const edited = await fetch(`${api.url}/v1/stories/${id}/panels/2`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prompt: 'A windmill' }),
  });
  expect(edited.status).toBe(200);
  const script = await fetch(`${api.url}/v1/stories/${id}/script`);
  expect(await script.text()).toBe(
    'TITLE: The café\n\nPAGE 1\n\nPANEL 1\nA hill\n\nHARE: Slow!\n\nPANEL 2\nA windmill\n',
  );
  const table = await fetch(`${api.url}/v1/stories/${id}/script?format=csv`);
  expect(table.headers.get('content-disposition')).toContain("filename*=UTF-8''The%20caf%C3%A9.csv");
  const again = (await (await send(await table.text(), { type: 'text/csv' })).json()) as ScriptDraft;
  expect(again.story).toMatchObject({ panels: [{ prompt: 'A hill' }, { prompt: 'A windmill' }] });
  expect((await fetch(`${api.url}/v1/stories/unknown/script`)).status).toBe(404);
});
