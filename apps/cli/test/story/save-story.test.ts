import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '@nextpanel/client';
import { expect, test } from 'vitest';
import { saveTakes } from '../../src/edits/save-takes.ts';
import { prepareOutDir, saveStory } from '../../src/story/save-story.ts';
import { type Answer, bytes, json, serve, storyView, temporaryDir } from '../testing.ts';

const png = Buffer.from('89504e470d0a1a0aff', 'hex');
const jpeg = Buffer.from('ffd8ffe0', 'hex');
const { signal } = new AbortController();
const story = storyView({ status: 'completed', books: ['pdf', 'cbz'] });
const panel = (number: number, drawn = true) => ({ number, frame: drawn ? {} : null });

const answers: Record<string, Answer> = {
  'GET /v1/stories/st1/books/pdf': bytes(Buffer.from('%PDF-1.7')),
  'GET /v1/stories/st1/books/cbz': bytes(Buffer.from('PK')),
  'GET /v1/stories/st1/sheets': json({ items: [{ number: 1, status: 'composed' }], nextCursor: null }),
  'GET /v1/stories/st1/editions': json({ items: [], nextCursor: null }),
  'GET /v1/stories/st1/panels': json({ items: [panel(1), panel(2), panel(3, false)], nextCursor: null }),
  'GET /v1/stories/st1/sheets/1/image': bytes(png),
  'GET /v1/stories/st1/panels/1/image': bytes(png),
  'GET /v1/stories/st1/panels/2/image': bytes(jpeg),
};

test('books, sheets and drawn panels are written with their real types, and story.json lists them', async () => {
  await using server = await serve(answers);
  await using dir = await temporaryDir();
  const client = createClient({ baseUrl: server.url });
  const files = await saveStory({ client, story, dir: dir.path, signal });
  expect(files).toEqual(['book.pdf', 'book.cbz', 'sheets/001.png', 'panels/001.png', 'panels/002.jpg', 'story.json']);
  expect(await readFile(join(dir.path, 'book.pdf'), 'latin1')).toBe('%PDF-1.7');
  expect(await readFile(join(dir.path, 'panels/002.jpg'))).toEqual(jpeg);
  expect(JSON.parse(await readFile(join(dir.path, 'story.json'), 'utf8'))).toEqual({
    id: 'st1',
    title: 'The Hare',
    status: 'completed',
    cost: story.cost,
    warnings: [],
    files: files.slice(0, -1),
  });
});

test('pictures of an earlier, longer run are removed; other files stay', async () => {
  await using server = await serve(answers);
  await using dir = await temporaryDir();
  await mkdir(join(dir.path, 'panels'));
  const there = ['002.png', '003.png', '0024.png', '.part-999999999-aa-001.png', 'notes.txt', '04.png', 'my-003.png'];
  for (const name of there) await writeFile(join(dir.path, 'panels', name), 'old');
  await saveStory({ client: createClient({ baseUrl: server.url }), story, dir: dir.path, signal });
  expect((await readdir(join(dir.path, 'panels'))).sort()).toEqual([
    '001.png',
    '002.jpg',
    '04.png',
    'my-003.png',
    'notes.txt',
  ]);
});

test('an interrupted download leaves the old file, and no half-written new one', async () => {
  await using server = await serve({
    ...answers,
    'GET /v1/stories/st1/books/pdf': (_request, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('%PDF');
      setTimeout(() => response.destroy(), 20);
    },
  });
  await using dir = await temporaryDir();
  await writeFile(join(dir.path, 'book.pdf'), 'the whole book of before');
  const saving = saveStory({ client: createClient({ baseUrl: server.url }), story, dir: dir.path, signal });
  await expect(saving).rejects.toThrow(/terminated|aborted/);
  expect(await readdir(dir.path)).toEqual(['book.pdf']);
  expect(await readFile(join(dir.path, 'book.pdf'), 'utf8')).toBe('the whole book of before');
});

test('one part alone writes no story.json', async () => {
  await using server = await serve(answers);
  await using dir = await temporaryDir();
  const client = createClient({ baseUrl: server.url });
  expect(await saveStory({ client, story, dir: dir.path, parts: ['cbz'], signal })).toEqual(['book.cbz']);
  expect(await readdir(dir.path)).toEqual(['book.cbz']);
});

test.each(['/dev/null/out', '/proc/out'])(
  'an unwritable folder (%s) is reported before anything is drawn',
  async (path) => {
    await expect(prepareOutDir(path)).rejects.toMatchObject({
      code: 'out_unwritable',
      message: expect.stringContaining('--out'),
    });
  },
);

test.each([
  ['the number of a panel', { panels: [{ number: '../../escaped', frame: {} }] }],
  ['the number of a sheet', { sheets: [{ number: '../../escaped', status: 'composed' }] }],
  [
    'the language of an edition',
    { editions: [{ language: '../escaped', books: [], sheets: { total: 0, composed: 0 } }] },
  ],
  ['the format of a book', { books: ['x/../../escaped'] }],
])('a server cannot name a file outside the folder by %s', async (_what, lies) => {
  const { books = [], ...lists } = lies as Record<string, unknown[]>;
  await using server = await serve(
    Object.fromEntries(
      ['panels', 'sheets', 'editions'].map((part) => [
        `GET /v1/stories/st1/${part}`,
        json({ items: lists[part] ?? [], nextCursor: null }),
      ]),
    ),
    bytes(png),
  );
  await using around = await temporaryDir();
  const dir = join(around.path, 'out', 'st1');
  const lying = storyView({ status: 'completed', books: books as never });
  const saving = saveStory({ client: createClient({ baseUrl: server.url }), story: lying, dir, signal });
  await expect(saving).rejects.toMatchObject({ code: 'server_answer_invalid' });
  const written = await readdir(around.path, { recursive: true });
  expect(written.filter((name) => name.includes('escaped'))).toEqual([]);
});

test('a server cannot name a file outside the folder by the number of a take', async () => {
  await using server = await serve({}, bytes(png));
  await using around = await temporaryDir();
  const takes = [{ number: '/../../escaped' }] as never;
  const client = createClient({ baseUrl: server.url });
  await expect(
    saveTakes({ client, id: 'st1', panel: 1, takes, dir: join(around.path, 'takes'), signal }),
  ).rejects.toMatchObject({ code: 'server_answer_invalid' });
  expect(await readdir(around.path)).toEqual(['takes']);
});
