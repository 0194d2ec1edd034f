import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import type { Read } from '../../src/state/book-transitions.ts';
import { drawBatch, openTestState, testIds, testPanel, testSubmission } from '../testing.ts';

const test = openTestState();
const { state } = test;
afterAll(() => test[Symbol.asyncDispose]());

const sheet = { sha256: 'a'.repeat(64), inputs: 'i', width: 1, height: 1, panels: [], warnings: [] };
const book = { sha256: 'b'.repeat(64), bytes: 1, pages: 2 };

let stories = 0;
/** Sixteen drawn panels on two sheets, composed and bound in the original. */
async function completed(): Promise<string> {
  stories += 1;
  const id = `e${stories}`;
  await state.stories.submit(testSubmission(id, 16, 8));
  const lock = await test.lock(id);
  await drawBatch(test, id, lock);
  await drawBatch(test, id, lock);
  for (const page of [1, 2]) await state.books.composeSheet(id, page, sheet, await framesOf(id, page), 0);
  for (const format of ['pdf', 'cbz'] as const)
    await state.books.bindBook(id, format, book, { sheets: await state.read.sheets(id), cover: null }, 0);
  return id;
}
const framesOf = (id: string, page: number) => state.read.selected(id, testIds(8, 8 * page - 7));
const edited = async (id: string) => {
  const { rev = 0 } = (await state.read.head(id)) ?? {};
  return { id, lockKey: `lock-${id}`, change: randomUUID(), rev };
};
const words = (text: string, language = 'de') => ({
  language,
  readingDirection: 'ltr' as const,
  texts: { 'p1.1': { text, source: 's' } },
  alts: {},
  names: {},
  warnings: [],
});
const put = async (id: string, text: string, pages: readonly number[] | 'every' = 'every', language = 'de') =>
  state.edits.putEdition(await edited(id), words(text, language), pages);
async function made(id: string, language = 'de') {
  const edition = await state.editions.one(id, language);
  const edits = (await state.read.head(id))?.edits ?? 0;
  if (!edition) throw new Error(`no edition in ${language}`);
  return { story: id, edition, edits };
}
/** Composes and binds all of an edition. */
async function finish(id: string, language = 'de') {
  const it = await made(id, language);
  for (const page of [1, 2]) await state.editions.composeSheet(it, page, sheet, await framesOf(id, page));
  const sheets = await state.editions.sheets(id, language);
  for (const format of ['pdf', 'cbz'] as const)
    await state.editions.bindBook(it, format, book, { sheets, cover: null });
}
const isUnfinished = async (id: string) => (await state.editions.unfinished()).includes(id);
const composedOf = async (id: string, language = 'de') =>
  [...(await state.editions.sheets(id, language)).keys()].sort((a, b) => a - b);
async function typesOf(id: string) {
  const types: string[] = [];
  for await (const { type } of state.events.read(id, '0')) if (type.startsWith('edition.')) types.push(type);
  return types;
}

describe('an edition', () => {
  it('is put, composed and bound, each with its event, and the story stays completed', async () => {
    const id = await completed();
    expect(await put(id, 'Eins')).toEqual({ kind: 'put' });
    expect(await isUnfinished(id)).toBe(true);
    const it = await made(id);
    expect(await state.editions.composeSheet(it, 1, sheet, await framesOf(id, 1))).toBe('some');
    expect(await state.editions.composeSheet(it, 2, sheet, await framesOf(id, 2))).toBe('all');
    const sheets = await state.editions.sheets(id, 'de');
    expect(await state.editions.bindBook(it, 'pdf', book, { sheets, cover: null })).toBe('bound');
    expect(await isUnfinished(id)).toBe(true);
    expect(await state.editions.bindBook(it, 'cbz', book, { sheets, cover: null })).toBe('bound');
    expect(await isUnfinished(id)).toBe(false);
    expect(await state.editions.bindBook(it, 'epub' as 'pdf', book, { sheets, cover: null })).toBe('gone');
    expect((await state.read.story(id))?.status).toBe('completed');
    expect(await typesOf(id)).toEqual([
      'edition.changed',
      'edition.sheet',
      'edition.sheet',
      'edition.book',
      'edition.book',
    ]);
    // The same once more says nothing more.
    await finish(id);
    expect(await typesOf(id)).toHaveLength(5);
  });

  it('refuses what was made of other words, other frames or another story', async () => {
    const id = await completed();
    await put(id, 'Eins');
    const old = await made(id);
    const frames = await framesOf(id, 1);
    await put(id, 'Zwei');
    expect(await state.editions.composeSheet(old, 1, sheet, frames)).toBe('changed');
    const it = await made(id);
    const other = new Map<string, Read<unknown>>([...frames, ['p1', { raw: '{}', value: {} }]]);
    expect(await state.editions.composeSheet(it, 1, sheet, other)).toBe('changed');
    expect(await state.editions.composeSheet({ ...it, edits: it.edits + 1 }, 1, sheet, frames)).toBe('changed');
    expect(await state.editions.composeSheet(it, 1, sheet, frames)).toBe('some');
    expect(
      await state.editions.bindBook(it, 'pdf', book, { sheets: await state.editions.sheets(id, 'de'), cover: null }),
    ).toBe('changed');
    expect(await state.editions.composeSheet({ ...it, story: 'none' }, 1, sheet, frames)).toBe('gone');
    await state.edits.deleteEdition(await edited(id), 'de');
    expect(await state.editions.composeSheet(it, 1, sheet, frames)).toBe('gone');
    expect(await composedOf(id)).toEqual([]);
  });

  it('that loses a race with another edit changes nothing', async () => {
    const id = await completed();
    const early = await edited(id);
    await put(id, 'Eins');
    expect(await state.edits.putEdition(early, words('Zwei'), 'every')).toEqual({ kind: 'changed' });
    expect((await state.editions.one(id, 'de'))?.value.texts['p1.1']?.text).toBe('Eins');
    // A repeated script is answered, not made again.
    const twice = await edited(id);
    await state.edits.putEdition(twice, words('Drei'), []);
    const { rev } = (await state.read.head(id)) ?? {};
    expect(await state.edits.putEdition(twice, words('Drei'), [])).toEqual({ kind: 'put' });
    expect((await state.read.head(id))?.rev).toBe(rev);
  });

  it('drops only the pages that show other words, and its books', async () => {
    const id = await completed();
    for (const language of ['de', 'fr']) {
      await put(id, 'Eins', 'every', language);
      await finish(id, language);
    }
    await put(id, 'Zwei', [2]);
    expect(await composedOf(id)).toEqual([1]);
    expect((await state.editions.books(id, 'de')).size).toBe(0);
    expect([await composedOf(id, 'fr'), (await state.editions.books(id, 'fr')).size]).toEqual([[1, 2], 2]);
    expect(await isUnfinished(id)).toBe(true);
    await finish(id);
    expect(await isUnfinished(id)).toBe(false);
  });

  it('of which the original changes has the same page and its books dropped, in every language', async () => {
    const id = await completed();
    for (const language of ['de', 'fr', 'zh-Hant']) {
      await put(id, 'Eins', 'every', language);
      await finish(id, language);
    }
    const { spec } = (await state.read.head(id)) ?? {};
    if (!spec) throw new Error('no story');
    await state.edits.letter(await edited(id), spec, [{ panel: 'p9', spec: testPanel(9) }], false);
    for (const language of ['de', 'fr', 'zh-Hant']) {
      expect(await composedOf(id, language)).toEqual([1]);
      expect((await state.editions.books(id, language)).size).toBe(0);
    }
    expect([...(await state.read.sheets(id)).keys()]).toEqual([1]);
    await state.edits.letter(await edited(id), spec, [], true);
    expect(await composedOf(id)).toEqual([]);
  });

  it('that cannot be made is left alone until it is tried again or changes', async () => {
    const id = await completed();
    await put(id, 'Eins');
    await state.editions.fail(id, 'de', { code: 'sheet_failed', detail: 'no room' });
    expect(await isUnfinished(id)).toBe(false);
    expect((await state.editions.failures(id)).get('de')).toMatchObject({ code: 'sheet_failed' });
    expect((await state.read.story(id))?.status).toBe('completed');
    await state.editions.retry(id, 'de');
    expect(await isUnfinished(id)).toBe(true);
    await state.editions.fail(id, 'de', { code: 'book_failed', detail: 'no room' });
    await put(id, 'Zwei', []);
    expect((await state.editions.failures(id)).size).toBe(0);
    await state.editions.fail(id, 'fr', { code: 'book_failed', detail: 'no edition' });
    expect((await state.editions.failures(id)).size).toBe(0);
  });

  it('is made again where its bytes are lost, and goes with its story', async () => {
    const id = await completed();
    await put(id, 'Eins');
    await finish(id);
    const hashes = await state.storyHashes([id]);
    expect(hashes[0]).toContain(sheet.sha256);
    const [lost] = [...(await state.editions.sheets(id, 'de')).values()];
    await state.editions.lose(id, 'de', 'sheet', 1, '{}');
    expect(await composedOf(id)).toEqual([1, 2]);
    await state.editions.lose(id, 'de', 'sheet', 1, lost?.raw ?? '');
    expect(await composedOf(id)).toEqual([2]);
    expect((await state.editions.books(id, 'de')).size).toBe(0);
    await finish(id);
    const pdf = (await state.editions.books(id, 'de')).get('pdf');
    await state.editions.lose(id, 'de', 'book', 'pdf', pdf?.raw ?? '');
    expect(await isUnfinished(id)).toBe(true);
    expect(await state.edits.delete(await edited(id))).toEqual({ kind: 'deleted' });
    expect(await isUnfinished(id)).toBe(false);
    expect(await state.editions.languages(id)).toEqual([]);
  });
});
