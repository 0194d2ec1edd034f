import { describe, expect, it } from 'vitest';
import { orderReferences } from '../../src/prompts/order-references.ts';

const cast = new Map([
  ['hare', ['hare-1', 'hare-2', 'hare-3']],
  ['fox', ['fox-1']],
  ['owl', ['owl-1', 'owl-2']],
]);
const order = (
  most: number,
  over: Partial<{ anchor: string | null; referenceFrame: string | null }> = {},
  present = ['hare', 'fox'],
) => orderReferences({ cast, anchor: 'first', referenceFrame: 'last', ...over }, present, most, (picture) => picture);
const pictures = (...args: Parameters<typeof order>) => order(...args).map(({ picture }) => picture);

describe('orderReferences', () => {
  it('sends one picture of each character present, then their others, the anchor, the reference frame', () => {
    expect(pictures(16)).toEqual(['hare-1', 'fox-1', 'hare-2', 'hare-3', 'first', 'last']);
    expect(pictures(16, {}, ['owl', 'hare'])).toEqual([
      'owl-1',
      'hare-1',
      'owl-2',
      'hare-2',
      'hare-3',
      'first',
      'last',
    ]);
    expect(pictures(16, {}, [])).toEqual(['first', 'last']);
    expect(pictures(16, { anchor: null, referenceFrame: null }, ['nobody'])).toEqual([]);
  });

  it.each([
    [5, ['hare-1', 'fox-1', 'hare-2', 'first', 'last']],
    [3, ['hare-1', 'first', 'last']],
    [2, ['first', 'last']],
    [1, ['last']],
    [0, []],
  ])('leaves out the cast from the back when %i fit, never the reference frame', (most, sent) => {
    expect(pictures(most)).toEqual(sent);
  });

  it('has room for more of the cast in a first batch', () => {
    expect(pictures(3, { anchor: null, referenceFrame: null })).toEqual(['hare-1', 'fox-1', 'hare-2']);
  });

  it('sends a picture that is two things once', () => {
    expect(order(16, { anchor: 'last' }, [])).toEqual([
      { picture: 'last', roles: [{ kind: 'anchor' }, { kind: 'reference-frame' }] },
    ]);
    const group = new Map([
      ['hare', ['group']],
      ['fox', ['group', 'fox-2']],
    ]);
    expect(
      orderReferences({ cast: group, anchor: null, referenceFrame: null }, ['hare', 'fox'], 16, (it) => it),
    ).toEqual([
      {
        picture: 'group',
        roles: [
          { kind: 'character', id: 'hare' },
          { kind: 'character', id: 'fox' },
        ],
      },
      { picture: 'fox-2', roles: [{ kind: 'character', id: 'fox' }] },
    ]);
  });
});
