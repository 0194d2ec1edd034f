import { describe, expect, it } from 'vitest';
import { warnOfPictures } from '../src/pictures/warn-of-pictures.ts';

const spec = {
  characters: [
    {
      id: 'hare',
      name: 'Hare',
      description: 'brown',
      references: ['a', 'a2'],
      outfits: [{ id: 'winter', description: 'coat', references: ['b'] }],
    },
    { id: 'owl', name: 'Owl', description: 'grey', references: ['c'] },
  ],
  locations: [{ id: 'mill', description: 'tarred', references: ['d'] }],
  style: { description: 'ink', references: ['e'] },
};
const good = { width: 1_024, height: 768, looks: { clear: 0, edge: 0.9 } };
const warned = (over: Record<string, object>) =>
  warnOfPictures(
    spec,
    new Map(['a', 'a2', 'b', 'c', 'd', 'e'].map((name) => [name, { ...good, sha256: name, ...over[name] }])),
  ).map(({ code, detail }) => `${code}: ${detail}`);

describe('reference pictures', () => {
  it('are not warned of when a model can see what they show, or when nothing was measured', () => {
    expect(warned({})).toEqual([]);
    expect(warned({ a: { looks: undefined }, b: { looks: { clear: 0.7, edge: null } } })).toEqual([]);
    expect(warnOfPictures(spec, new Map())).toEqual([]);
  });

  it('are warned of by name: small, out of focus, almost all transparent', () => {
    const blurred = { looks: { clear: 0, edge: 0.06 } };
    expect(warned({ a2: { height: 200 }, b: { width: 64 } })).toEqual([
      'reference_weak: pictures of "hare", "hare/winter": less than 256 pixels on a side, so a model sees little of a face',
    ]);
    // A place in fog and a soft style are no mistakes.
    expect(warned({ c: blurred, d: blurred, e: blurred })).toEqual([
      'reference_weak: a picture of "owl": no sharp edge, as when out of focus or enlarged',
    ]);
    expect(warned({ d: { looks: { clear: 0.9, edge: 0.9 } } })).toEqual([
      'reference_weak: a picture of "mill": almost all transparent',
    ]);
  });

  it('are warned of when two names have the same', () => {
    expect(warned({ c: { sha256: 'a' } })).toEqual([
      'reference_weak: "hare" and "owl" have the same picture, so a model cannot tell them apart',
    ]);
    expect(warned({ a2: { sha256: 'a' } })).toEqual([
      'reference_weak: "hare" has the same picture 2 times; it is sent once',
    ]);
  });
});
