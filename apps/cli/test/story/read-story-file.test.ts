import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { InvalidStoryFile } from '../../src/story/invalid-story-file.ts';
import { readStoryFile } from '../../src/story/read-story-file.ts';
import { temporaryDir } from '../testing.ts';

async function mistakesOf(reading: Promise<unknown>) {
  const error = await reading.catch((thrown: unknown) => thrown);
  if (!(error instanceof InvalidStoryFile)) throw new Error('was accepted', { cause: error });
  return error.errors;
}

test('every error has its line and column', async () => {
  await using dir = await temporaryDir();
  const file = join(dir.path, 'story.yaml');
  await writeFile(file, 'title: Hare\ntitel: x\npanels:\n  - prompt: ""\n  - prompt: y\n    characters: [fox]\n');
  const places = (await mistakesOf(readStoryFile(file))).map(({ line, pointer }) => `${line} ${pointer}`);
  expect(places).toEqual(['2 /titel', '4 /panels/0/prompt', '6 /panels/1/characters/0']);
});

test.each([
  ['a missing file', 'missing.yaml', /does not exist/],
  ['a folder', 'folder', /is a folder/],
  ['bytes that are not text', 'picture.png', /not UTF-8 text/],
  ['an empty file', 'empty.yaml', /./],
])('%s is reported with what to do', async (_what, name, detail) => {
  await using dir = await temporaryDir();
  await mkdir(join(dir.path, 'folder'));
  await writeFile(join(dir.path, 'picture.png'), Buffer.from('89504e470d0a1a0a', 'hex'));
  await writeFile(join(dir.path, 'empty.yaml'), '');
  expect((await mistakesOf(readStoryFile(join(dir.path, name))))[0]?.detail).toMatch(detail);
});

test('a reference may be a local path here', async () => {
  await using dir = await temporaryDir();
  const file = join(dir.path, 'story.yaml');
  await writeFile(
    file,
    'title: Hare\ncharacters: [{id: hare, name: Hare, description: brown, references: [./hare.png]}]\npanels: [{prompt: runs}]\n',
  );
  await writeFile(join(dir.path, 'hare.png'), Buffer.from('89504e470d0a1a0a0000', 'hex'));
  expect((await readStoryFile(file)).characters[0]?.references).toEqual(['./hare.png']);
});

test('unusable pictures are reported together with all other errors, each with its line', async () => {
  await using dir = await temporaryDir();
  const file = join(dir.path, 'story.yaml');
  await writeFile(join(dir.path, 'hare.txt'), 'a hare');
  const cast = 'characters:\n  - id: hare\n    name: Hare\n    description: brown\n    references:\n';
  const references = ['gone.png', './hare.txt', '.', 'gone.png'].map((it) => `      - ${it}\n`).join('');
  await writeFile(file, `titel: Hare\n${cast}${references}panels: [{prompt: runs}]\n`);
  expect(await mistakesOf(readStoryFile(file))).toMatchObject([
    { line: 1 },
    { line: 1 },
    {
      line: 7,
      pointer: '/characters/0/references/0',
      detail: expect.stringMatching(/^"gone\.png" does not exist; .*relative to the story file/),
    },
    { line: 8, detail: expect.stringContaining('PNG, JPEG or WebP') },
    { line: 9, detail: expect.stringContaining('folder') },
    { line: 10, detail: expect.stringContaining('does not exist') },
  ]);
});

test('--provider drops the model of the other vendor; --model names one', async () => {
  await using dir = await temporaryDir();
  const file = join(dir.path, 'story.json');
  const render = { provider: 'openai', model: 'gpt-image-2', batchSize: 4 };
  await writeFile(file, JSON.stringify({ title: 'Hare', panels: [{ prompt: 'runs' }], render }));
  expect((await readStoryFile(file)).render).toMatchObject(render);
  const other = (await readStoryFile(file, { provider: 'fal' })).render;
  expect(other).toMatchObject({ provider: 'fal', batchSize: 4 });
  expect(other.model).toBeUndefined();
  expect((await readStoryFile(file, { provider: 'openai' })).render.model).toBe('gpt-image-2');
  expect((await readStoryFile(file, { model: 'm2' })).render).toMatchObject({ provider: 'openai', model: 'm2' });
});

test('an unknown provider is reported as coming from the command line', async () => {
  await using dir = await temporaryDir();
  const file = join(dir.path, 'story.yaml');
  await writeFile(file, 'title: Hare\npanels: [{prompt: runs}]\n');
  const [mistake] = await mistakesOf(readStoryFile(file, { provider: 'dalle' }));
  expect(mistake).toMatchObject({
    pointer: '/render/provider',
    detail: expect.stringContaining('from the command line'),
  });
});
