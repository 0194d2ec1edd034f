import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readStoryFile } from '../../src/story/read-story-file.ts';
import { runInProcess, temporaryDir } from '../testing.ts';

const script = `PAGE 1
Panel 1. A meadow under an oak.
HARE (smiling): Nobody is faster!
Panel 2. A mill at dusk.
`;

test('script drafts a story file, and says what of the script is in no panel', async () => {
  await using dir = await temporaryDir();
  await writeFile(join(dir.path, 'race.txt'), script);
  const { exitCode, stdout, stderr } = await runInProcess(['script', 'race.txt', '--title', 'The Race'], {}, dir.path);
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'race.yaml\n' });
  expect(stderr).toContain(
    '2 panels, read as comic. One place is for you to write or to check; the top of the file lists them.',
  );
  expect(stderr).toContain('in no panel: line 3: smiling');
  const story = await readStoryFile(join(dir.path, 'race.yaml'));
  expect(story).toMatchObject({ title: 'The Race', panels: [{ characters: ['hare'] }, { prompt: 'A mill at dusk.' }] });
});

test('a script that is not there is not asked for as a story', async () => {
  await using dir = await temporaryDir();
  const missing = await runInProcess(['script', 'nowhere.txt'], {}, dir.path);
  expect(missing).toMatchObject({ exitCode: 2, stderr: 'nowhere.txt does not exist; check its path\n' });
});

test('script replaces neither the script nor a story that exists', async () => {
  await using dir = await temporaryDir();
  await writeFile(join(dir.path, 'race.yaml'), script);
  await writeFile(join(dir.path, 'race.txt'), script);
  const same = await runInProcess(['script', 'race.yaml'], {}, dir.path);
  expect(same).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('would replace the script') });
  const exists = await runInProcess(['script', 'race.txt'], {}, dir.path);
  expect(exists).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--force') });
  expect(await readFile(join(dir.path, 'race.yaml'), 'utf8')).toBe(script);
  const wrong = await runInProcess(['script', 'race.txt', '--language', 'no language'], {}, dir.path);
  expect(wrong).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('is no language') });
});

test('script --to writes a story file as a script, which drafts the same panels again', async () => {
  await using dir = await temporaryDir();
  await writeFile(join(dir.path, 'race.txt'), script);
  await runInProcess(['script', 'race.txt', '--title', 'The Race'], {}, dir.path);
  const taken = await runInProcess(['script', 'race.yaml', '--to', 'comic'], {}, dir.path);
  expect(taken).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--force') });
  const written = await runInProcess(['script', 'race.yaml', '--to', 'csv'], {}, dir.path);
  expect(written).toMatchObject({ exitCode: 0, stdout: 'race.csv\n' });
  const again = await runInProcess(['script', 'race.csv', '--out', 'again.yaml', '--json'], {}, dir.path);
  expect(JSON.parse(again.stdout)).toMatchObject({ format: 'csv', panels: 2 });
});
