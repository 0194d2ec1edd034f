import { createClient } from '@nextpanel/client';
import { parseStoryValue, type StorySpec } from '@nextpanel/core';
import { expect, test } from 'vitest';
import type { LocalPicture } from '../../src/story/local-pictures.ts';
import { uploadPictures } from '../../src/story/upload-pictures.ts';
import { json, serve } from '../testing.ts';

const picture = (sha256: string): LocalPicture => ({ bytes: new Uint8Array([1]), mime: 'image/png', sha256 });

function specWith(references: readonly string[]): StorySpec {
  const value = {
    title: 'Hare',
    characters: [{ id: 'hare', name: 'Hare', description: 'brown', references }],
    panels: [{ prompt: 'runs' }],
  };
  const parsed = parseStoryValue(value, { references: 'local-allowed' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.spec;
}

test('equal pictures are uploaded once; only paths are replaced', async () => {
  const types: (string | undefined)[] = [];
  await using server = await serve({
    'POST /v1/assets': (request, response) => {
      types.push(request.headers['content-type']);
      return json({ id: `asset${types.length}`, width: 1, height: 1, bytes: 1 }, 201)(request, response);
    },
  });
  const pictures = new Map([
    ['./a.png', picture('one')],
    ['./copy-of-a.png', picture('one')],
    ['b.png', picture('two')],
  ]);
  const spec = specWith(['./a.png', 'https://example.com/c.png', './copy-of-a.png', 'b.png', 'asset9']);
  const uploaded = await uploadPictures(createClient({ baseUrl: server.url }), spec, pictures);
  expect(types).toEqual(['image/png', 'image/png']);
  expect(uploaded.characters[0]?.references).toEqual([
    'asset1',
    'https://example.com/c.png',
    'asset1',
    'asset2',
    'asset9',
  ]);
});
