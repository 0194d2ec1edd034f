import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readLetteringFile, readPanelsFile } from '../../src/edits/read-edit-file.ts';
import { temporaryDir } from '../testing.ts';

const story = `title: Der Hase
language: de
readingDirection: rtl
characters: [{ id: hare, name: Hase, description: braun, references: [./not-there.png] }]
panels:
  - { prompt: one, text: [{ kind: speech, speaker: hare, text: Ich! }] }
  - { prompt: two }
`;

test('from a complete story file, the texts are used in panel order', async () => {
  await using dir = await temporaryDir();
  const file = join(dir.path, 'de.yaml');
  await writeFile(file, story);
  expect(await readLetteringFile(file, 2)).toEqual({
    title: 'Der Hase',
    language: 'de',
    readingDirection: 'rtl',
    panels: [
      { number: 1, text: [{ kind: 'speech', speaker: 'hare', text: 'Ich!', drawnBy: 'overlay' }] },
      { number: 2, text: [] },
    ],
  });
  await expect(readLetteringFile(file, 3)).rejects.toThrow(/has 3 panels but the file has 2/);
});

test('a lettering is used as it is, and errors in both kinds of file are reported', async () => {
  await using dir = await temporaryDir();
  const file = join(dir.path, 'words.json');
  await writeFile(file, '{"panels": [{"number": 2, "text": []}]}');
  expect(await readLetteringFile(file, 9)).toEqual({ panels: [{ number: 2, text: [] }] });
  await writeFile(file, story.replace('prompt: two', 'promt: two'));
  await expect(readLetteringFile(file, 2)).rejects.toMatchObject({ code: 'invalid_story_file' });
  await writeFile(file, 'panels: [{ number: 0, text: [] }]');
  await expect(readLetteringFile(file, 2)).rejects.toMatchObject({
    errors: [{ pointer: '/panels/0/number', line: 1 }],
  });
  await expect(readPanelsFile(join(dir.path, 'missing.yaml'))).rejects.toMatchObject({ code: 'invalid_story_file' });
});
