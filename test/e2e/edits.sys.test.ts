import { access, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWorkplace } from './commands.ts';

const story = (title: string, word: string) => ({
  title,
  characters: [{ id: 'hare', name: 'Hare', description: 'a lean brown hare in a red scarf' }],
  panels: Array.from({ length: 16 }, (_, index) => ({
    prompt: `The hare, moment ${index + 1}`,
    characters: ['hare'],
    text: [{ kind: 'caption', text: `${word} ${index + 1}` }],
  })),
  book: { formats: ['cbz'] },
});

test('a finished story is edited, retaken, given pictures and texts, continued and deleted', async () => {
  await using workplace = await openWorkplace();
  const up = workplace.start(['up'], { PORT: '0' });
  await up.printed(/^listening on /m);
  const run = async (...args: string[]) => {
    const ended = await workplace.run(args);
    if (ended.code !== 0) throw new Error(`${args.join(' ')} exited ${ended.code}: ${ended.stderr}`);
    return ended.stdout;
  };
  const json = async (...args: string[]) => JSON.parse(await run(...args, '--json'));
  const write = (name: string, value: unknown) => writeFile(join(workplace.dir, name), JSON.stringify(value));
  await write('story.json', story('The Hare', 'Moment'));
  const id = (await run('submit', 'story.json')).trim();
  const settled = () => run('watch', id);
  const readPanels = async (dir: string) => {
    const files = (await readdir(join(workplace.dir, dir, 'panels'))).sort();
    return Promise.all(files.map((file) => readFile(join(workplace.dir, dir, 'panels', file), 'base64')));
  };
  const panels = async (dir: string) => {
    await run('download', id, 'panels', '--out', dir);
    return readPanels(dir);
  };
  const different = (before: readonly string[], after: readonly string[]) =>
    after.flatMap((frame, index) => (frame === before[index] ? [] : [index + 1]));
  await settled();
  const first = await panels('first');
  expect(first).toHaveLength(16);

  // A dry run changes nothing; the edit draws only that panel.
  const wording = ['--prompt', 'The hare trips over a root'];
  expect(await run('edit', id, '3', ...wording, '--dry-run')).toBe('would draw 1 panel (3): free\n');
  expect(await json('show', id)).toMatchObject({ status: 'completed', stale: [] });
  expect((await json('edit', id, '3', ...wording)).redraw).toMatchObject({ dryRun: false, panels: [3], stale: [] });
  await settled();
  const edited = await panels('edited');
  expect(different(first, edited)).toEqual([3]);

  // The next batch continues from the last panel of a batch.
  expect(await run('retake', id, '8', '--dry-run')).toMatch(/^would draw 1 panel \(8\).*\n8 panels \(9–16\) stay/);
  const chain = [8, 9, 10, 11, 12, 13, 14, 15, 16];
  expect((await json('retake', id, '8', '--cascade', 'redraw')).redraw.panels).toEqual(chain);
  await settled();
  const retaken = await panels('retaken');
  expect(different(edited, retaken)).toEqual(chain);
  expect((await json('takes', id, '8')).items).toMatchObject([
    { selected: false },
    { selected: true, source: 'drawn' },
  ]);

  // Going back leaves later panels stale; with a cascade it yields exactly the same pictures.
  expect(await run('takes', id, '8', '--select', '1')).toContain('panel 8 now shows take 1');
  await settled();
  expect((await json('show', id)).stale).toEqual(chain.slice(1));
  await run('takes', id, '8', '--select', '1', '--cascade', 'redraw');
  await settled();
  expect(different(edited, await panels('back'))).toEqual([]);
  expect((await json('show', id)).stale).toEqual([]);

  // The user's own picture is added, then selected.
  await run('takes', id, '8', '--save', 'takes');
  const saved = await readdir(join(workplace.dir, 'takes'));
  expect(saved.sort()).toEqual(['008-take-1.png', '008-take-2.png']);
  expect(await json('takes', id, '5', '--upload', 'takes/008-take-2.png')).toMatchObject({
    number: 2,
    selected: false,
  });
  await run('takes', id, '5', '--select', '2');
  await settled();

  // A translation changes sheets and book, but no picture.
  const book = async (dir: string) => {
    await run('download', id, '--out', dir);
    return readFile(join(workplace.dir, dir, 'book.cbz'));
  };
  const english = await book('english');
  const chosen = await readFile(join(workplace.dir, 'takes/008-take-2.png'), 'base64');
  expect((await readPanels('english'))[4]).toBe(chosen);
  await write('de.json', { ...story('Der Hase', 'Augenblick'), language: 'de' });
  expect(await run('letter', id, 'de.json')).toContain('replaced the texts of 16 panels');
  await settled();
  expect(await json('show', id)).toMatchObject({ title: 'Der Hase', language: 'de', status: 'completed' });
  expect((await book('german')).equals(english)).toBe(false);
  expect(different(await readPanels('english'), await readPanels('german'))).toEqual([]);
  await write('short.json', { ...story('Short', 'x'), panels: [{ prompt: 'one' }] });
  expect(await workplace.run(['letter', id, 'short.json'])).toMatchObject({ code: 2, stdout: '' });

  // The story is continued.
  await write('more.json', [{ prompt: 'The hare wakes up', characters: ['hare'] }, { prompt: 'The meadow, empty' }]);
  expect(await run('insert', id, 'more.json', '--dry-run')).toContain('would draw 2 panels (17, 18)');
  await run('insert', id, 'more.json');
  await settled();
  expect(await run('amend', id, '--formats', 'pdf,cbz', '--author', 'A. Sop')).toContain(id);
  await settled();
  expect(await readdir(join(workplace.dir, 'german'))).not.toContain('book.pdf');
  await run('download', id, '--out', 'german');
  await access(join(workplace.dir, 'german/book.pdf'));
  expect(await readPanels('german')).toHaveLength(18);

  expect(await workplace.run(['delete', id])).toMatchObject({ code: 2, stdout: '' });
  await run('delete', id, '--yes');
  expect((await workplace.run(['show', id])).code).toBe(6);
  up.child.kill('SIGTERM');
  await up.ended;
  await workplace.nothingLeft();
});
