import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { approveStory } from '../src/stories/command-story.ts';
import { openBook } from '../src/stories/open-bytes.ts';
import { openPartialBook } from '../src/stories/open-partial-book.ts';
import { readStory } from '../src/stories/read-story.ts';
import { submitStory } from '../src/stories/submit-story.ts';
import { openTestSystem, startAll, type TestSystem, testTenant as tenant, testSpec, untilStatus } from './testing.ts';

const { signal } = new AbortController();
let system: TestSystem;
let running: AsyncDisposable;
let id: string;
beforeAll(async () => {
  system = await openTestSystem();
  running = await startAll(system.context);
  const spec = testSpec(11, {
    title: 'Half & half',
    render: { ...testSpec(1).render, batchSize: 3, approveAfter: 1 },
    book: { layout: 'webtoon', formats: ['pdf', 'webtoon'], identifier: 'isbn-of-the-book', credits: true },
  });
  id = (await submitStory(system.context, { tenant, spec })).story.id;
  await untilStatus(system.context, id, 'paused', 'needs_attention');
}, 60_000);
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await system[Symbol.asyncDispose]();
});

const partial = async (format: string) => {
  const book = await openPartialBook(system.context, { tenant, id, format, signal });
  return { ...book, bytes: await buffer(await book.file.stream()) };
};

it('a book that is not bound names the panels it waits for', async () => {
  await expect(openBook(system.context, { tenant, id, format: 'pdf' })).rejects.toMatchObject({
    code: 'not_bound',
    message: expect.stringContaining('panel 4–11 is not drawn; partial=true'),
  });
});

it.each(['pdf', 'cbz', 'epub', 'web'])(
  'what is drawn is bound as %s, named as partial, and is no book of the story',
  async (format) => {
    const book = await partial(format);
    expect(book.fileName).toMatch(/^Half & half\.partial\.\w+$/);
    expect(book.etag).toBe((await partial(format)).etag);
    expect(book.bytes.includes('isbn-of-the-book')).toBe(false);
    expect(await readStory(system.context, { tenant, id })).toMatchObject({ books: [] });
  },
);

it('its title says how much is drawn, and the gaps are marked', async () => {
  expect((await partial('pdf')).bytes.toString('latin1')).toContain('Half &amp; half (partial, 3/11)');
  const html = (await partial('web')).bytes.toString('utf8');
  expect(html).toContain('<h1>Half &amp; half (partial, 3/11)</h1>');
  expect(html).toContain('Not drawn yet');
});

it('formats made from a finished story are refused', async () => {
  await expect(partial('webtoon')).rejects.toMatchObject({ code: 'partial_refused' });
});

it('once the book is bound it is the book, whole', async () => {
  await approveStory(system.context, { tenant, id });
  await untilStatus(system.context, id, 'completed');
  expect((await partial('pdf')).etag).toBe((await openBook(system.context, { tenant, id, format: 'pdf' })).etag);
}, 60_000);
