import type { EditionSummary, EditionView, Problem } from '@nextpanel/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../testing.ts';

let api: TestApi;
let id: string;
beforeAll(async () => {
  api = await startTestApi();
  await api.startDrawing();
  const text = [{ kind: 'caption', text: 'Once, in a “field”' }];
  const panels = [1, 2].map((number) => ({ prompt: `the hare ${number}`, text }));
  id = (await api.submit({ title: 'The Hare', panels, render: { size: '128x128' } })).id;
  await ended((type, data) => type === 'story.status' && data.includes('"completed"'));
});
afterAll(() => api[Symbol.asyncDispose]());

/** Waits for an event of the story. */
async function ended(fits: (type: string, data: string) => boolean): Promise<void> {
  const response = await api.get(`/v1/stories/${id}/events`);
  const reader = (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
  for (let text = ''; ; ) {
    const { value = '', done } = await reader.read();
    text += value;
    const found = text.split('\n\n').some((it) => fits(/^event: (.*)$/m.exec(it)?.[1] ?? '', it));
    if (found || done) return reader.cancel();
  }
}
const at = (language = 'de', query = '') => `/v1/stories/${id}/editions/${language}${query}`;
const send = (method: string, path: string, body?: string, type = 'application/json') =>
  fetch(`${api.url}${path}`, {
    method,
    ...(body !== undefined && { body, headers: { 'content-type': type } }),
  });
const problemOf = async (answer: Response) => (await answer.json()) as Problem;

test('an edition is put as JSON, listed, read, served as sheets and books, and deleted', async () => {
  const created = await send('PUT', at(), JSON.stringify({ title: 'Der Hase', texts: { 'p1.1': 'Es war einmal' } }));
  expect(created.status).toBe(201);
  expect((await created.json()) as EditionView).toMatchObject({
    language: 'de',
    counts: { texts: 2, translated: 1, untranslated: 1 },
    texts: [
      { id: 'p1.1', status: 'translated' },
      { id: 'p2.1', status: 'untranslated', translation: null },
    ],
  });
  await ended((type, data) => type === 'edition.book' && data.includes('"cbz"'));
  await ended((type, data) => type === 'edition.book' && data.includes('"pdf"'));
  const { items } = (await (await api.get(`/v1/stories/${id}/editions`)).json()) as { items: EditionSummary[] };
  expect(items).toMatchObject([{ language: 'de', sheets: { composed: 1, total: 1 }, books: ['pdf', 'cbz'] }]);
  expect(items[0]?.warnings).toMatchObject([{ code: 'texts_untranslated' }]);
  const again = await send('PUT', at(), JSON.stringify({ title: 'Der Hase', texts: { 'p1.1': 'Es war einmal' } }));
  expect(again.status).toBe(200);

  const sheets = await api.get(`/v1/stories/${id}/sheets?language=de`);
  const [sheet] = ((await sheets.json()) as { items: { image: { sha256: string; url: string } }[] }).items;
  expect(sheet?.image.url).toBe(`/v1/stories/${id}/sheets/1/image?language=de`);
  const image = await api.get(`${sheet?.image.url}&width=64`);
  expect([image.status, image.headers.get('content-type')]).toEqual([200, 'image/webp']);
  const original = await api.get(`/v1/stories/${id}/sheets/1/image`);
  expect(original.headers.get('etag')).not.toContain(sheet?.image.sha256);
  const book = await api.get(`/v1/stories/${id}/books/pdf?language=de`);
  expect(book.headers.get('content-disposition')).toContain('The Hare.de.pdf');

  expect((await send('DELETE', at())).status).toBe(204);
  for (const path of [at(), `/v1/stories/${id}/sheets?language=de`, `/v1/stories/${id}/books/pdf?language=de`])
    expect((await api.get(path)).status).toBe(404);
});

test('translators get a table or XLIFF of a language without an edition, and may send it back', async () => {
  const csv = await api.get(at('fr', '?format=csv'));
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  const bytes = new Uint8Array(await csv.arrayBuffer());
  expect(bytes.slice(0, 3)).toEqual(new Uint8Array([0xef, 0xbb, 0xbf]));
  const table = new TextDecoder().decode(bytes);
  expect(table).toContain('p1.1,1,caption,,"Once, in a “field”",\r\n');
  const xliff = await api.get(at('fr', '?format=xliff'));
  expect(xliff.headers.get('content-type')).toBe('application/x-xliff+xml; charset=utf-8');
  expect((await send('PUT', at('fr'), table, 'text/csv')).status).toBe(201);
  expect((await send('PUT', at('fr'), await xliff.text(), 'application/xml')).status).toBe(200);
  expect((await send('PUT', at('fr'), 'texts: { p2.1: Fin }', 'application/yaml')).status).toBe(200);
  expect((await api.get(at('fr', '?format=doc'))).status).toBe(422);
});

test.each([
  ['json', 'application/json', '{"texts": {\n"p9.1": "x",\n"p8.1": "y"}}', 422, [2, 3]],
  ['YAML', 'application/yaml', 'texts:\n  p1.1: a\nmoon: b\n', 422, [3]],
  ['a broken document', 'application/json', '{"texts": ', 400, [1]],
  ['CSV', 'text/csv', 'id,translation\np9.1,x\n', 422, [2]],
  ['broken XLIFF', 'application/x-xliff+xml', '<xliff', 400, [1]],
  ['a document type', 'application/x-xliff+xml', '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>', 400, [1]],
])('%s with mistakes is refused with their lines, and nothing is stored', async (_, type, body, status, lines) => {
  const answer = await send('PUT', at('it'), body, type);
  expect(answer.status).toBe(status);
  expect((await problemOf(answer)).errors?.map(({ line }) => line)).toEqual(lines);
  expect((await api.get(at('it'))).status).toBe(404);
});

test('what cannot be an edition is refused with a code of its own', async () => {
  const own = await send('PUT', at('en'), '{"texts": {}}');
  expect([own.status, (await problemOf(own)).code]).toEqual([409, 'original_language']);
  expect((await send('PUT', at('x-'), '{}')).status).toBe(422);
  expect((await send('PUT', at('de'), 'x', 'text/plain')).status).toBe(415);
  expect((await send('PUT', at('de'))).status).toBe(400);
  expect((await send('DELETE', at('de'))).status).toBe(404);
  expect((await send('PUT', '/v1/stories/none/editions/de', '{}')).status).toBe(404);
  // cspell:disable-next-line -- Tibetan
  const tibetan = await send('PUT', at('bo'), JSON.stringify({ texts: { 'p1.1': 'བོད་སྐད' } }));
  expect([tibetan.status, (await problemOf(tibetan)).code]).toEqual([422, 'script_unsupported']);
});

test('letters that no font has are reported when the edition is put', async () => {
  const answer = await send('PUT', at('pt-br'), JSON.stringify({ texts: { 'p1.1': 'Era uma vez 𓀀' } }));
  const edition = (await answer.json()) as EditionView;
  expect(edition.language).toBe('pt-BR');
  expect(edition.warnings.map(({ code }) => code)).toEqual(['texts_untranslated', 'letters_missing']);
});
