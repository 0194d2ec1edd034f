import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type EditionFormat, type EditionView, NextpanelError, type StorySpec } from '@nextpanel/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bindStoryBook } from '../src/finalize/bind-story-book.ts';
import { composeStorySheet } from '../src/finalize/compose-story-sheet.ts';
import { reconcile } from '../src/reconcile.ts';
import { startFinalizer } from '../src/start-finalizer.ts';
import { startWorker } from '../src/start-worker.ts';
import { deleteStory } from '../src/stories/delete-story.ts';
import { deleteEdition, exportEdition, listEditions, putEdition, readEdition } from '../src/stories/editions.ts';
import { exportLettering, letterFromTable, letterStory } from '../src/stories/letter-story.ts';
import { listLedger } from '../src/stories/list-ledger.ts';
import { listPanels } from '../src/stories/list-panels.ts';
import { listSheets } from '../src/stories/list-sheets.ts';
import { movePanel } from '../src/stories/move-panel.ts';
import { openBook, openSheetImage } from '../src/stories/open-bytes.ts';
import { readStory } from '../src/stories/read-story.ts';
import { submitStory } from '../src/stories/submit-story.ts';
import { sweepArtifacts } from '../src/sweep-artifacts.ts';
import {
  openTestSystem,
  startAll,
  type TestSystem,
  testTenant as tenant,
  testSpec,
  untilEvent,
  untilStatus,
} from './testing.ts';

let system: TestSystem;
let running: AsyncDisposable;
let tale = 0;

beforeAll(async () => {
  system = await openTestSystem();
  running = await startAll(system.context);
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await system[Symbol.asyncDispose]();
});

// cspell:ignore Übersetzung

/** Eleven panels on two sheets; the first and the last speak. */
function spoken(): StorySpec {
  tale += 1;
  const spec = testSpec(11);
  return {
    ...spec,
    characters: [{ id: 'hare', name: 'Hare', description: 'a brown hare', references: [] }],
    panels: spec.panels.map((panel, index) => ({
      ...panel,
      prompt: `${panel.prompt} in tale ${tale}`,
      characters: ['hare'],
      text: [{ kind: 'speech' as const, speaker: 'hare', text: `Line ${index + 1}`, drawnBy: 'overlay' as const }],
    })),
  };
}

async function completed(spec = spoken()): Promise<string> {
  const { story } = await submitStory(system.context, { tenant, spec });
  await untilStatus(system.context, story.id, 'completed');
  return story.id;
}

const put = (id: string, language: string, body: object | string, format: EditionFormat = 'json') =>
  putEdition(
    system.context,
    { tenant, id, language },
    { format, text: typeof body === 'string' ? body : JSON.stringify(body) },
  );
const texts = (words: string, numbers = Array.from({ length: 11 }, (_, index) => index + 1)) =>
  Object.fromEntries(numbers.map((number) => [`p${number}.1`, `${words} ${number}`]));
const revOf = async (id: string) => (await system.context.state.read.head(id))?.rev;
const lastEvent = async (id: string): Promise<string> => {
  let last = '0';
  for await (const event of system.context.state.events.read(id, '0')) last = event.id;
  return last;
};
const eventsSince = async (id: string, after: string) => {
  const types: string[] = [];
  for await (const event of system.context.state.events.read(id, after))
    types.push('sheet' in event ? `${event.type} ${event.sheet}` : event.type);
  return types;
};
/** Waits until all sheets and books of an edition are made. */
async function made(id: string, language: string): Promise<EditionView> {
  const whole = async () => {
    const it = await readEdition(system.context, { tenant, id, language });
    return it.sheets.composed === it.sheets.total && it.books.length === 2 ? it : null;
  };
  for (;;) {
    const after = await lastEvent(id);
    const it = await whole();
    if (it) return it;
    await untilEvent(system.context, id, (event) => event.id > after && event.type === 'edition.book');
  }
}
const sheetHashes = async (id: string, language?: string) =>
  (await listSheets(system.context, { tenant, id, limit: 50, ...(language && { language }) })).items.map(
    ({ image }) => image?.sha256,
  );

describe('an edition', () => {
  it('is composed and bound from the frames there are; the original and the ledger stay as they are', async () => {
    const id = await completed();
    const [before, ledger] = [await sheetHashes(id), await listLedger(system.context, { tenant, id, limit: 200 })];
    const { isNew } = await put(id, 'de', { title: 'Eine Probe', texts: texts('Zeile') });
    expect(isNew).toBe(true);
    const edition = await made(id, 'de');
    expect(edition).toMatchObject({
      title: 'Eine Probe',
      counts: { texts: 11, translated: 11, outdated: 0, untranslated: 0 },
      warnings: [],
      failure: null,
    });
    const german = await sheetHashes(id, 'de');
    expect(german).toHaveLength(2);
    expect(german).not.toContain(before[0]);
    expect(await sheetHashes(id)).toEqual(before);
    expect(await listLedger(system.context, { tenant, id, limit: 200 })).toEqual(ledger);
    expect((await readStory(system.context, { tenant, id })).status).toBe('completed');
    await (await openSheetImage(system.context, { tenant, id, number: 2, language: 'de' })).read();
    const pdf = await openBook(system.context, { tenant, id, format: 'pdf', language: 'de' });
    expect(pdf.fileName).toBe('A test.de.pdf');
    expect(pdf.etag).not.toBe((await openBook(system.context, { tenant, id, format: 'pdf' })).etag);
    // The language of the original means the original.
    expect(await sheetHashes(id, 'en')).toEqual(before);
    expect(await system.context.state.editions.unfinished()).not.toContain(id);
  });

  it('names its translator on the credits, and is bound again when only that changes', async () => {
    const spec = spoken();
    const formats = ['cbz', 'web'] as const;
    const id = await completed({
      ...spec,
      book: { ...spec.book, formats: [...formats], author: 'Aesop', credits: true },
    });
    const read = async (language?: string) => {
      await made(id, 'de');
      const { file } = await openBook(system.context, { tenant, id, format: 'web', ...(language && { language }) });
      return (await buffer(await file.stream())).toString();
    };
    await put(id, 'de', { title: 'Eine Probe', texts: texts('Zeile'), translator: 'Lena Ott' });
    expect(await read('de')).toContain('Übersetzung: Lena Ott');
    await put(id, 'de', { title: 'Eine Probe', texts: texts('Zeile'), translator: 'Ida Ott' });
    expect(await read('de')).toContain('Übersetzung: Ida Ott');
    expect(await read()).not.toContain('Translation:');
  });

  it('is in the web book of the original, and alone in its own', async () => {
    const spec = spoken();
    const id = await completed({ ...spec, book: { ...spec.book, formats: ['web', 'cbz'] } });
    const alone = await openBook(system.context, { tenant, id, format: 'web' });
    await put(id, 'de', { title: 'Eine Probe', texts: texts('Zeile') });
    await made(id, 'de');
    const own = await openBook(system.context, { tenant, id, format: 'web', language: 'de' });
    const { file, etag } = await openBook(system.context, { tenant, id, format: 'web' });
    expect(etag).not.toBe(alone.etag);
    const bytes = await buffer(await file.stream());
    expect(bytes.length).toBe(file.bytes);
    const range = { first: alone.file.bytes - 20_000, last: alone.file.bytes + 20_000 };
    expect(await buffer(await file.stream(range))).toEqual(bytes.subarray(range.first, range.last + 1));
    expect(bytes.toString().match(/<div class="book"/g)).toHaveLength(2);
    expect((await buffer(await own.file.stream())).toString().match(/<div class="book"/g)).toHaveLength(1);
    await deleteEdition(system.context, { tenant, id, language: 'de' });
    expect((await openBook(system.context, { tenant, id, format: 'web' })).etag).toBe(alone.etag);
  });

  it('that is put twice changes nothing: no edit, no event, no sheet', async () => {
    const id = await completed();
    await put(id, 'de', { texts: texts('Zeile') });
    await made(id, 'de');
    const [rev, after] = [await revOf(id), await lastEvent(id)];
    const { isNew } = await put(id, 'de', { texts: texts('Zeile') });
    expect(isNew).toBe(false);
    expect(await revOf(id)).toBe(rev);
    expect(await eventsSince(id, after)).toEqual([]);
  });

  it('of which one text changes has one sheet composed again', async () => {
    const id = await completed();
    await put(id, 'de', { texts: texts('Zeile') });
    await made(id, 'de');
    const [before, after] = [await sheetHashes(id, 'de'), await lastEvent(id)];
    await put(id, 'de', { texts: { ...texts('Zeile'), 'p11.1': 'Das Ende' } });
    await made(id, 'de');
    const now = await sheetHashes(id, 'de');
    expect(now[0]).toBe(before[0]);
    expect(now[1]).not.toBe(before[1]);
    const events = await eventsSince(id, after);
    expect(events.filter((event) => event.startsWith('edition.sheet'))).toEqual(['edition.sheet 2']);
  });

  it('is outdated where the original changes, and shows the new words of the original there', async () => {
    const id = await completed();
    await put(id, 'de', { texts: texts('Zeile') });
    await put(id, 'fr', { texts: texts('Ligne', [1, 2]) });
    await made(id, 'de');
    await made(id, 'fr');
    const [german, french] = [await sheetHashes(id, 'de'), await sheetHashes(id, 'fr')];
    await letterStory(
      system.context,
      { tenant, id },
      {
        panels: [{ number: 1, text: [{ kind: 'speech', speaker: 'hare', text: 'Other words', drawnBy: 'overlay' }] }],
      },
    );
    const edition = await made(id, 'de');
    expect(edition.counts).toMatchObject({ translated: 10, outdated: 1, untranslated: 0 });
    expect(edition.warnings.map(({ code }) => code)).toEqual(['texts_outdated']);
    expect(edition.texts[0]).toMatchObject({
      id: 'p1.1',
      status: 'outdated',
      original: 'Other words',
      translation: 'Zeile 1',
    });
    expect((await made(id, 'fr')).counts).toMatchObject({ translated: 1, outdated: 1, untranslated: 9 });
    const now = [await sheetHashes(id, 'de'), await sheetHashes(id, 'fr')];
    expect(now.map((sheets) => sheets[1])).toEqual([german[1], french[1]]);
    expect(now.map((sheets) => sheets[0])).not.toContain(german[0]);
    // The same file again hides nothing; one that names the words it translates does.
    await put(id, 'de', { texts: texts('Zeile') });
    expect((await readEdition(system.context, { tenant, id, language: 'de' })).counts.outdated).toBe(1);
    await put(id, 'de', { texts: { ...texts('Zeile'), 'p1.1': { text: 'Zeile 1', original: 'Other words' } } });
    expect((await made(id, 'de')).counts.outdated).toBe(0);
  });

  it('comes back from translators as CSV and as XLIFF', async () => {
    const id = await completed();
    for (const format of ['csv', 'xliff'] as const) {
      const { text, fileName } = await exportEdition(system.context, { tenant, id, language: 'ar', format });
      expect(fileName).toBe(`A test.ar.${format === 'csv' ? 'csv' : 'xlf'}`);
      const back =
        format === 'csv'
          ? text.replaceAll(/(Line (\d+)),/g, '$1,سطر $2')
          : text.replaceAll(/>Line (\d+)(<\/source>\s*<target state=")[^"]*(">)/g, '>Line $1$2translated$3سطر $1');
      await put(id, 'ar', back, format);
      const edition = await made(id, 'ar');
      expect(edition).toMatchObject({ readingDirection: 'rtl', counts: { translated: 11, untranslated: 0 } });
      const again = await exportEdition(system.context, { tenant, id, language: 'ar', format });
      expect((await put(id, 'ar', again.text, format)).edition).toEqual(edition);
    }
  });

  it('keeps its translations when panels move, and its sheets show them in the new order', async () => {
    const id = await completed();
    await put(id, 'de', { texts: texts('Zeile') });
    await made(id, 'de');
    const before = await sheetHashes(id, 'de');
    await movePanel(system.context, { tenant, id, number: 11 }, { after: 9, dryRun: false });
    const edition = await made(id, 'de');
    expect(edition.counts.translated).toBe(11);
    expect(edition.texts.map(({ id: text }) => text).slice(-2)).toEqual(['p11.1', 'p10.1']);
    const now = await sheetHashes(id, 'de');
    expect([now[0], now[1] === before[1]]).toEqual([before[0], false]);
  });

  it('is refused as a whole where anything of it is wrong', async () => {
    const id = await completed();
    const wrong = put(id, 'de', {
      texts: { 'p1.1': 'Zeile', 'p99.1': 'Nichts' },
      alts: { moon: 'Mond' },
      names: { ant: 'Ameise' },
    });
    const error = await wrong.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NextpanelError);
    const { errors } = (error as NextpanelError).detail as { errors: { pointer: string; line: number }[] };
    expect(errors.map(({ pointer }) => pointer)).toEqual(['/texts/p99.1', '/alts/moon', '/names/ant']);
    expect(errors.every(({ line }) => line === 1)).toBe(true);
    expect(await listEditions(system.context, { tenant, id })).toEqual([]);
    await expect(put(id, 'en', { texts: {} })).rejects.toMatchObject({ code: 'original_language' });
    await expect(put(id, 'not a language', { texts: {} })).rejects.toMatchObject({ code: 'invalid' });
    await expect(sheetHashes(id, 'de')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('can be deleted when the story itself has got its language', async () => {
    const id = await completed();
    await put(id, 'de', { texts: texts('Zeile') });
    const text = [{ kind: 'speech' as const, speaker: 'hare', text: 'Zeile', drawnBy: 'overlay' as const }];
    await letterStory(system.context, { tenant, id }, { language: 'de', panels: [{ number: 1, text }] });
    expect(await sheetHashes(id, 'de')).toHaveLength(2);
    await expect(put(id, 'de', { texts: {} })).rejects.toMatchObject({ code: 'original_language' });
    await deleteEdition(system.context, { tenant, id, language: 'de' });
    expect(await listEditions(system.context, { tenant, id })).toEqual([]);
    const gone = deleteEdition(system.context, { tenant, id, language: 'de' });
    await expect(gone).rejects.toMatchObject({ code: 'original_language' });
  });

  it('and its files go when it is deleted, or its story is; a sweep leaves those of others', async () => {
    const [id, other] = [await completed(), await completed()];
    for (const story of [id, other]) await put(story, 'de', { texts: texts('Zeile') });
    for (const story of [id, other]) await made(story, 'de');
    await deleteEdition(system.context, { tenant, id, language: 'de' });
    expect(await listEditions(system.context, { tenant, id })).toEqual([]);
    const sweep = () =>
      sweepArtifacts(
        { ...system.context, config: { ...system.context.config, retentionMs: 0 } },
        new AbortController().signal,
      );
    await sweep();
    await (await openSheetImage(system.context, { tenant, id, number: 1 })).read();
    await (await openSheetImage(system.context, { tenant, id: other, number: 1, language: 'de' })).read();
    await openBook(system.context, { tenant, id: other, format: 'pdf', language: 'de' });
    await deleteStory(system.context, { tenant, id: other });
    const left = await system.redis.keys(`${system.context.root}:story:${other}*`);
    expect(left).toEqual([]);
    expect(await system.context.state.editions.unfinished()).not.toContain(other);
  });

  it('is made again when its files are lost', async () => {
    const id = await completed();
    await put(id, 'de', { texts: texts('Zeile') });
    const before = (await made(id, 'de')) && (await sheetHashes(id, 'de'));
    const folder = join(system.directory, 'artifacts', 'sha256');
    for (const file of await readdir(folder, { recursive: true, withFileTypes: true }))
      if (before.includes(`${file.parentPath.slice(-2)}${file.name}`)) await rm(join(file.parentPath, file.name));
    const opened = await openSheetImage(system.context, { tenant, id, number: 1, language: 'de' });
    await expect(opened.read()).rejects.toMatchObject({ code: 'not_drawn' });
    await made(id, 'de');
    // The book's binding finds the other one.
    const second = await openSheetImage(system.context, { tenant, id, number: 2, language: 'de' });
    await second.read();
    expect(await sheetHashes(id, 'de')).toEqual(before);
  });
});

describe('an edition that is put while no worker runs', () => {
  it('of a story that is not drawn is composed sheet by sheet as panels are drawn', async () => {
    await using own = await openTestSystem();
    const { context } = own;
    const { story } = await submitStory(context, { tenant, spec: spoken() });
    await putEdition(
      context,
      { tenant, id: story.id, language: 'de' },
      { format: 'json', text: JSON.stringify({ texts: texts('Zeile') }) },
    );
    await using _ = await startAll(context);
    await untilStatus(context, story.id, 'completed');
    const event = await untilEvent(context, story.id, ({ type }) => type === 'edition.book');
    expect(event).toMatchObject({ language: 'de' });
  });

  it('is found by the reconciler when its jobs are lost', async () => {
    await using own = await openTestSystem();
    const { context, redis } = own;
    const { story } = await submitStory(context, { tenant, spec: spoken() });
    {
      await using _ = await startAll(context);
      await untilStatus(context, story.id, 'completed');
    }
    await putEdition(
      context,
      { tenant, id: story.id, language: 'de' },
      { format: 'json', text: JSON.stringify({ texts: texts('Zeile') }) },
    );
    await redis.del(...(await redis.keys(`${context.root}:finalize:*`)));
    await reconcile(context);
    const finalizer = await startFinalizer(context);
    const event = await untilEvent(context, story.id, ({ type }) => type === 'edition.book');
    expect(event).toMatchObject({ language: 'de' });
    await finalizer.drain(5_000);
  });

  it('is not composed from words that changed meanwhile', async () => {
    await using own = await openTestSystem();
    const { context } = own;
    const { story } = await submitStory(context, { tenant, spec: spoken() });
    const worker = await startWorker(context);
    const finalizer = await startFinalizer(context);
    await untilStatus(context, story.id, 'completed');
    await Promise.all([worker.drain(5_000), finalizer.drain(5_000)]);
    const edit = (words: string) =>
      putEdition(
        context,
        { tenant, id: story.id, language: 'de' },
        { format: 'json', text: JSON.stringify({ texts: texts(words) }) },
      );
    await edit('Zeile');
    // The words change between reading and writing: the sheet is composed once more, of the new ones.
    let composed = 0;
    const racing = {
      ...context,
      imaging: {
        ...context.imaging,
        composeSheet: async (input: Parameters<typeof context.imaging.composeSheet>[0]) => {
          composed += 1;
          if (composed === 1) await edit('Andere');
          return context.imaging.composeSheet(input);
        },
      },
    };
    await composeStorySheet(racing, story.id, 1, 'de');
    expect(composed).toBe(2);
    await composeStorySheet(racing, story.id, 2, 'de');
    await composeStorySheet(racing, story.id, 2, 'de');
    expect(composed).toBe(3);
    await bindStoryBook(context, story.id, 'pdf', 'de');
    expect((await readEdition(context, { tenant, id: story.id, language: 'de' })).books).toEqual(['pdf']);
  });
});

describe('the id of a text', () => {
  it('stays when its words change, and changes neither keys nor what counts as the same story', async () => {
    const spec = spoken();
    const id = await completed(spec);
    const textsOf = async () => (await listPanels(system.context, { tenant, id, limit: 1 })).items[0]?.text;
    expect(await textsOf()).toMatchObject([{ id: 'p1.1' }]);
    const text = (words: string) => ({
      kind: 'speech' as const,
      speaker: 'hare',
      text: words,
      drawnBy: 'overlay' as const,
    });
    await letterStory(system.context, { tenant, id }, { panels: [{ number: 1, text: [text('New'), text('Line 1')] }] });
    expect(await textsOf()).toMatchObject([
      { id: 'p1.2', text: 'New' },
      { id: 'p1.1', text: 'Line 1' },
    ]);
    const named = spec.panels.map((panel, at) => ({
      ...panel,
      text: panel.text.map((it) => ({ ...it, id: `line-${at}` })),
    }));
    const again = await submitStory(system.context, { tenant, spec: { ...spec, panels: named } });
    expect(again.story.duplicateOf).toBe(id);
    const finished = await untilStatus(system.context, again.story.id, 'completed');
    expect(finished.cost.spentUsd).toBe(0);
  });
});

describe("a table of a story's own words", () => {
  const exported = async (id: string, format: 'csv' | 'xliff' = 'csv') =>
    (await exportLettering(system.context, { tenant, id, format })).text;
  const send = (id: string, text: string, format: 'csv' | 'xliff' = 'csv') =>
    letterFromTable(system.context, { tenant, id }, { format, text });
  const words = async (id: string) =>
    (await listPanels(system.context, { tenant, id, limit: 50 })).items.map(({ text }) => text[0]?.text);
  const row = (table: string, from: string, to: string) => table.replace(`${from},${from}`, `${from},${to}`);

  it('is written, changed and sent back: only the changed texts are set, and nothing is drawn', async () => {
    const id = await completed();
    const table = await exported(id);
    expect(table).toContain('p2.1,2,speech,Hare,Line 2,Line 2');
    expect(table).not.toContain('name:');
    const before = await readStory(system.context, { tenant, id });
    expect(await send(id, table)).toMatchObject({ rev: before.rev });
    const drawn = await listLedger(system.context, { tenant, id, limit: 50 });
    const after = await send(id, row(table, 'Line 2', 'Other words'));
    expect(after.rev).toBe(before.rev + 1);
    expect((await words(id)).slice(0, 3)).toEqual(['Line 1', 'Other words', 'Line 3']);
    await untilStatus(system.context, id, 'completed');
    expect(await listLedger(system.context, { tenant, id, limit: 50 })).toEqual(drawn);
    const [xliff, changed] = [await exported(id, 'xliff'), '<target state="translated">Third</target>'];
    await send(id, xliff.replace('<target state="translated">Line 3</target>', changed), 'xliff');
    expect((await words(id)).slice(1, 4)).toEqual(['Other words', 'Third', 'Line 4']);
  });

  it('leaves what others changed meanwhile, and refuses what both changed', async () => {
    const id = await completed();
    const table = await exported(id);
    await send(id, row(table, 'Line 2', 'By another user'));
    await send(id, row(table, 'Line 3', 'Mine'));
    expect((await words(id)).slice(0, 3)).toEqual(['Line 1', 'By another user', 'Mine']);
    await expect(send(id, row(table, 'Line 2', 'Mine instead'))).rejects.toMatchObject({
      code: 'invalid',
      detail: { errors: [{ pointer: '/p2.1', detail: expect.stringContaining('"By another user"') }] },
    });
  });

  it('names every mistake, and removes no text', async () => {
    const id = await completed();
    await send(id, 'id,translation\np1.1,\n');
    expect((await words(id))[0]).toBe('Line 1');
    const wrong = 'id,translation\nname:hare,Rabbit\nstory:title,Another\n';
    await expect(send(id, wrong)).rejects.toMatchObject({
      code: 'invalid',
      detail: { errors: [{ pointer: '/story:title' }, { pointer: '/name:hare' }] },
    });
    await expect(send(id, 'id,translation\nnowhere,x\n')).rejects.toMatchObject({ code: 'invalid' });
    await expect(send(id, 'words\n')).rejects.toMatchObject({ code: 'invalid' });
  });
});
