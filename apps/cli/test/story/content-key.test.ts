import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contentKey } from '../../src/story/content-key.ts';
import { readLocalPictures } from '../../src/story/local-pictures.ts';
import { readStoryFile } from '../../src/story/read-story-file.ts';
import { temporaryDir } from '../testing.ts';

const png = Buffer.from('89504e470d0a1a0a0000', 'hex');
const story = (reference: string) =>
  `title: Hare\ncharacters: [{id: hare, name: Hare, description: brown, references: ["${reference}"]}]\npanels: [{prompt: runs}]\n`;

async function keyOf(file: string): Promise<string> {
  const spec = await readStoryFile(file);
  return contentKey(spec, await readLocalPictures(file, spec));
}

test('the same content has the same key, wherever it is and however it is formatted', async () => {
  await using dir = await temporaryDir();
  const [here, there] = [join(dir.path, 'here'), join(dir.path, 'there')];
  await mkdir(here);
  await mkdir(there);
  await writeFile(join(here, 'hare.png'), png);
  await cp(join(here, 'hare.png'), join(there, 'rabbit.jpg'));
  await writeFile(join(here, 'a.yaml'), story('./hare.png'));
  await writeFile(join(there, 'b.yaml'), `# the same\nlanguage: en\n${story(join(there, 'rabbit.jpg'))}`);
  expect(await keyOf(join(here, 'a.yaml'))).toBe(await keyOf(join(there, 'b.yaml')));
});

test('a different picture at the same path is different content', async () => {
  await using dir = await temporaryDir();
  const file = join(dir.path, 'a.yaml');
  await writeFile(file, story('hare.png'));
  await writeFile(join(dir.path, 'hare.png'), png);
  const before = await keyOf(file);
  await writeFile(join(dir.path, 'hare.png'), Buffer.concat([png, png]));
  expect(await keyOf(file)).not.toBe(before);
});
