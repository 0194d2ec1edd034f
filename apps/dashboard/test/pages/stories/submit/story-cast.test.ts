import { expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  addPicture,
  findCast,
  missingPictures,
  placePicture,
} from '../../../../src/pages/stories/submit/story-cast.ts';

const text = `characters:
  - id: hare
    name: Old Hare
    references: [./cast/hare.png, https://example.com/hare.png]
    outfits: [{ id: winter, description: a coat }]
  - { id: owl }
locations: [{ id: mill, description: a mill, references: ["cast/HARE.png"] }]
panels: [{ prompt: a }]
`;

test('everybody who can have pictures is listed, with what the file says', () => {
  const cast = findCast(text);
  expect(cast.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'character Old Hare',
    'outfit Old Hare, winter',
    'character owl',
    'location mill',
  ]);
  expect(cast[0]?.references.map(({ kind }) => kind)).toEqual(['local', 'url']);
  expect(missingPictures(cast)).toEqual(['hare.png', 'HARE.png']);
  expect(findCast('characters: [')).toEqual([]);
  expect(findCast('characters: [a, 1, { id: [] }]').map(({ name }) => name)).toEqual(['']);
});

test('a picture takes the place of every path with its name', () => {
  const placed = parse(placePicture(text, 'Hare.png', 'as1') ?? '');
  expect(placed.characters[0].references).toEqual(['as1', 'https://example.com/hare.png']);
  expect(placed.locations[0].references).toEqual(['as1']);
});

test.for([
  ['owl.jpg', 'as1', ['characters', 1]],
  ['Old_Hare.webp', 'as1', ['characters', 0]],
  ['hare-winter.png', 'as1', ['characters', 0, 'outfits', 0]],
  ['old hare winter.png', 'as1', ['characters', 0, 'outfits', 0]],
] as const)('%s belongs to whom it is named after', ([file, asset, path]) => {
  const placed = parse(placePicture(text, file, asset) ?? '');
  let at = placed;
  for (const key of path) at = at[key];
  expect(at.references).toContain(asset);
});

test('a picture that nobody is named after belongs to nobody, until it is added by hand', () => {
  expect(placePicture(text, 'fox.png', 'as1')).toBeNull();
  const owl = findCast(text).find(({ name }) => name === 'owl');
  expect(owl && parse(addPicture(text, owl, 'as1')).characters[1]).toEqual({ id: 'owl', references: ['as1'] });
});
