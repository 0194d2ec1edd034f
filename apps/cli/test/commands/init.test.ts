import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../../src/run-cli.ts';
import { readStoryFile } from '../../src/story/read-story-file.ts';
import { runInProcess, temporaryDir } from '../testing.ts';

const hare = 'Hare: a lean brown hare in a red scarf';

test('init writes a story that can be submitted, with each panel its characters', async () => {
  await using dir = await temporaryDir();
  await writeFile(join(dir.path, 'mole.png'), Buffer.from('89504e470d0a1a0a', 'hex'));
  const panels = ['The hare boasts to the mole', 'Meadow at dusk, Harewell far away', 'The MOLE sleeps'];
  const args = ['init', '--title', 'The Hare & the Mole', '--character', hare, 'Mole: a tiny mole @mole.png'];
  const { exitCode, stdout } = await runInProcess(
    [...args, ...panels.flatMap((panel) => ['--panel', panel]), '--layout', 'comic'],
    {},
    dir.path,
  );
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'the-hare-the-mole.yaml\n' });
  const story = await readStoryFile(join(dir.path, 'the-hare-the-mole.yaml'));
  expect(story.characters).toMatchObject([{ id: 'hare' }, { id: 'mole', references: ['./mole.png'] }]);
  expect(story.panels.map(({ characters }) => characters)).toEqual([['hare', 'mole'], [], ['mole']]);
  expect(story.book.layout).toBe('comic');
});

test('what a character says stands in the panel before', async () => {
  await using dir = await temporaryDir();
  const panels = ['An empty meadow', 'HARE: Nobody is *faster*: nobody!', 'Owl: is not in the cast', 'The hare runs'];
  const args = ['init', 'a.yaml', '--title', 'A', '--character', hare, ...panels.flatMap((line) => ['--panel', line])];
  expect((await runInProcess(args, {}, dir.path)).exitCode).toBe(0);
  expect((await readStoryFile(join(dir.path, 'a.yaml'))).panels).toMatchObject([
    {
      prompt: 'An empty meadow',
      characters: ['hare'],
      text: [{ kind: 'speech', speaker: 'hare', text: 'Nobody is *faster*: nobody!' }],
    },
    { prompt: 'Owl: is not in the cast', text: [] },
    { prompt: 'The hare runs', text: [] },
  ]);
});

test('init asks at a terminal for what was left out, and names in any script', async () => {
  await using dir = await temporaryDir();
  const answers = ['', '兔子', 'ink', '兔: a white rabbit', '', '兔在月亮上', 'An empty moon', ''];
  const asked: string[] = [];
  const printed: string[] = [];
  const exitCode = await runCli(['init', 'moon.yaml'], {
    env: {},
    cwd: dir.path,
    stdout: { write: (text) => printed.push(text) },
    stderr: { write: () => true },
    ask: (question) => {
      asked.push(question);
      return Promise.resolve(answers.shift() ?? '');
    },
  });
  expect({ exitCode, printed }).toEqual({ exitCode: 0, printed: ['moon.yaml\n'] });
  expect(asked.at(0)).toBe('Title: ');
  const story = await readStoryFile(join(dir.path, 'moon.yaml'));
  expect(story).toMatchObject({ title: '兔子', style: 'ink', panels: [{ characters: [story.characters[0]?.id] }, {}] });
});

test.each([
  [['--title', 'A'], 'no terminal'],
  [['--title', 'A', '--panel', 'x', '--character', 'just a hare'], 'is no character'],
  [['--title', 'A', '--panel', 'x', '--character', hare, 'hare: another'], 'two characters called'],
  [['--title', 'A', '--panel', 'x', '--character', 'Hare: brown @nowhere/no.png'], '/characters/0/references/0'],
])('init refuses %j and writes nothing', async (args, why) => {
  await using dir = await temporaryDir();
  const { exitCode, stderr } = await runInProcess(['init', 'a.yaml', ...args], {}, dir.path);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(why);
  await expect(readFile(join(dir.path, 'a.yaml'))).rejects.toThrow('ENOENT');
});

test('init replaces a file only with --force', async () => {
  await using dir = await temporaryDir();
  const file = join(dir.path, 'a.yaml');
  await writeFile(file, 'mine');
  const args = ['init', 'a.yaml', '--title', 'A', '--panel', 'x'];
  const { exitCode, stderr } = await runInProcess(args, {}, dir.path);
  expect({ exitCode, text: await readFile(file, 'utf8') }).toEqual({ exitCode: 2, text: 'mine' });
  expect(stderr).toContain('--force');
  expect((await runInProcess([...args, '--force'], {}, dir.path)).exitCode).toBe(0);
  expect(await readFile(file, 'utf8')).toContain('title: A');
});
