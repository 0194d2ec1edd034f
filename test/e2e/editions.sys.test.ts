import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { EditionView } from '@nextpanel/core';
import { expect, test } from 'vitest';
import { example, openWorkplace } from './commands.ts';

const editions = fileURLToPath(new URL('../../examples/editions/', import.meta.url));

test('one story is lettered in German from XLIFF and in Arabic from CSV; a changed text composes one sheet of each again', async () => {
  await using workplace = await openWorkplace();
  const up = workplace.start(['up'], { PORT: '0' });
  await up.printed(/^listening on /m);
  const run = async (...args: string[]) => {
    const ended = await workplace.run(args);
    if (ended.code !== 0) throw new Error(`${args.join(' ')} exited ${ended.code}: ${ended.stderr}`);
    return ended.stdout;
  };
  const read = (file: string) => readFile(join(workplace.dir, file), 'utf8');
  const id = (await run('submit', example)).trim();
  await run('watch', id);
  const edition = async (language: string): Promise<EditionView> =>
    JSON.parse(await run('edition', id, language, '--json')) as EditionView;
  const made = async (language: string): Promise<EditionView> => {
    for (;;) {
      const it = await edition(language);
      if (it.sheets.composed === it.sheets.total && it.books.length === 2) return it;
      await sleep(200);
    }
  };

  // Translators get XLIFF, fill it in and send it back; the words are those of the example's translation.
  await run('edition', id, 'de', '--export', 'story.de.xlf');
  const empty = await read('story.de.xlf');
  expect(empty.match(/<trans-unit id="p\d+\.\d" /g)).toHaveLength(32);
  const german = await readFile(join(editions, '01-the-tortoise-and-the-hare.de.yaml'), 'utf8');
  let filled = empty;
  for (const [, text = '', words = '""'] of german.matchAll(/^ {2}(p\d+\.\d): (".*")$/gm)) {
    const unit = new RegExp(`(id="${text.replace('.', '\\.')}".*?<target state=")needs-translation(">)`, 's');
    filled = filled.replace(
      unit,
      (_, before: string, after: string) => `${before}translated${after}${JSON.parse(words)}`,
    );
  }
  await writeFile(join(workplace.dir, 'story.de.xlf'), filled);
  expect(await run('edition', id, 'de', 'story.de.xlf')).toMatch(/\(de\): 32 of 32 texts are translated\n/);
  await copyFile(join(editions, '01-the-tortoise-and-the-hare.ar.csv'), join(workplace.dir, 'story.ar.csv'));
  await run('edition', id, 'ar', 'story.ar.csv');
  expect(await made('ar')).toMatchObject({
    readingDirection: 'rtl',
    title: 'السلحفاة والأرنب',
    counts: { translated: 32 },
  });
  expect((await made('de')).counts).toMatchObject({ translated: 32, outdated: 0, untranslated: 0 });
  expect((await run('edition', id)).trim().split('\n')).toHaveLength(3);

  const sheets = async (dir: string, language: string) => {
    const folder = join(workplace.dir, dir, language, 'sheets');
    const files = (await readdir(folder)).sort();
    return Promise.all(files.map((file) => readFile(join(folder, file), 'base64')));
  };
  await run('download', id, '--out', 'before');
  for (const language of ['de', 'ar'])
    for (const book of ['book.pdf', 'book.cbz']) await readFile(join(workplace.dir, 'before', language, book));
  const before = {
    de: await sheets('before', 'de'),
    ar: await sheets('before', 'ar'),
    original: await sheets('before', '.'),
  };
  expect(before.de).toHaveLength(6);
  expect(before.original).not.toContain(before.de[0]);

  // One text of the third sheet changes in the original.
  await run('edit', id, '14', '--text', 'speech@hare: Just forty winks.');
  await run('watch', id);
  for (const language of ['de', 'ar'] as const) {
    const { counts, texts, warnings } = await made(language);
    expect(counts).toMatchObject({ translated: 31, outdated: 1, untranslated: 0 });
    expect(texts.filter(({ status }) => status === 'outdated').map(({ id: text }) => text)).toEqual(['p14.1']);
    expect(warnings.map(({ code }) => code)).toContain('texts_outdated');
  }
  await run('download', id, '--out', 'after');
  for (const language of ['de', 'ar'] as const) {
    const after = await sheets('after', language);
    expect(after.flatMap((sheet, index) => (sheet === before[language][index] ? [] : [index + 1]))).toEqual([3]);
  }
  const saved = JSON.parse(await read('after/story.json')) as { editions: { language: string }[]; files: string[] };
  expect(saved.editions.map(({ language }) => language)).toEqual(['ar', 'de']);
  expect(saved.files).toContain('ar/sheets/002.png');

  // Mistakes name the file and the line, and change nothing.
  await writeFile(join(workplace.dir, 'wrong.csv'), 'id,translation\np1.1,Hallo\np77.1,Nichts\n');
  const wrong = await workplace.run(['edition', id, 'de', 'wrong.csv']);
  expect(wrong).toMatchObject({ code: 2 });
  expect(wrong.stderr).toMatch(/wrong\.csv:3:1 .*no text with the id "p77\.1"/);
  expect((await edition('de')).counts.translated).toBe(31);
  expect(await run('edition', id, 'de', '--delete')).toBe('deleted the edition in de\n');
  up.child.kill('SIGTERM');
  await up.ended;
  await workplace.nothingLeft();
});
