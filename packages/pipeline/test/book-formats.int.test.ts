import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { bookFormats, describeFormat, parseStoryValue } from '@nextpanel/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bindStoryBook } from '../src/finalize/bind-story-book.ts';
import { openBook } from '../src/stories/open-bytes.ts';
import { readStory } from '../src/stories/read-story.ts';
import { submitStory } from '../src/stories/submit-story.ts';
import { openTestSystem, startAll, type TestSystem, testTenant as tenant, untilStatus } from './testing.ts';

let system: TestSystem;
let running: AsyncDisposable;
let id: string;
beforeAll(async () => {
  system = await openTestSystem();
  running = await startAll(system.context);
  const parsed = parseStoryValue({
    title: 'Tom & <Jerry> "so" \u200Fعربي 🎉',
    characters: [{ id: 'tom', name: 'Tom', description: 'a grey cat' }],
    panels: Array.from({ length: 6 }, (_, index) => ({
      prompt: `tree ${index + 1}`,
      alt: `A tree, ${index + 1}`,
      characters: ['tom'],
      text: [{ kind: 'speech', speaker: 'tom', text: '*Run* & hide!' }],
    })),
    book: {
      layout: 'comic',
      page: 'kdp-6x9',
      cover: { panel: 1 },
      formats: bookFormats,
      series: 'R & D',
      number: 2,
      publisher: '<P>',
    },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const { story } = await submitStory(system.context, { tenant, spec: parsed.spec });
  id = story.id;
  await untilStatus(system.context, id, 'completed');
  // Every format of a story takes its time on a busy machine.
}, 180_000);
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await system[Symbol.asyncDispose]();
});

it.each(bookFormats)('a comic is bound as %s', async (format) => {
  const book = await openBook(system.context, { tenant, id, format });
  const bytes = await buffer(await book.file.stream());
  expect(bytes.length).toBe(book.file.bytes);
  expect(book).toMatchObject({ mime: describeFormat(format).mime });
  expect(book.fileName.endsWith(`.${describeFormat(format).extension}`)).toBe(true);
  expect(bytes.subarray(0, 4).toString('latin1')).toMatch(/^(PK|%PDF|<!do)/);
});

it('what stars mark as emphasis is read without them, and the webtoon has pages of its own', async () => {
  const { context } = system;
  const pdf = await buffer(await (await openBook(context, { tenant, id, format: 'pdf' })).file.stream());
  const said = Buffer.from('\uFEFFA tree, 1\nTom: “Run & hide!”', 'utf16le').swap16();
  expect(pdf.includes(said.toString('latin1').replaceAll('\n', '\\n'), 0, 'latin1')).toBe(true);
  const webtoon = await buffer(await (await openBook(context, { tenant, id, format: 'webtoon' })).file.stream());
  expect(webtoon.includes('episode-01/001.jpg')).toBe(true);
  const { warnings } = await readStory(context, { tenant, id });
  // The frames are drawn for a comic.
  const others = warnings.filter(({ detail }) => !/webtoon.* (of it is cropped|slots crop)/.test(detail));
  // Small frames are no cover for print, and nothing else is wrong.
  expect(others.map(({ code }) => code)).toEqual(['cover_resolution']);
  expect(warnings).not.toEqual([]);
});

it('takes its pages as they were encoded when their sheets were composed, and encodes them again if they are lost', async () => {
  const { context } = system;
  const sheets = [...(await context.state.read.sheets(id)).values()].map(({ value }) => value);
  expect(sheets.every(({ encoded }) => encoded?.jpeg !== undefined && encoded.webp !== undefined)).toBe(true);
  const shaOf = async (format: string) => (await context.state.read.books(id)).get(format)?.value.sha256 ?? 'not bound';
  const before = await Promise.all(['cbz', 'web'].map(shaOf));
  for (const { encoded } of sheets)
    for (const sha256 of Object.values(encoded ?? {}))
      await rm(join(system.directory, 'artifacts', 'sha256', sha256.slice(0, 2), sha256.slice(2)));
  for (const format of ['cbz', 'web']) {
    const { raw = '' } = (await context.state.read.books(id)).get(format) ?? {};
    await context.state.books.loseComposed(id, 'books', format, raw);
    await bindStoryBook(context, id, format);
  }
  expect(await Promise.all(['cbz', 'web'].map(shaOf))).toEqual(before);
});
