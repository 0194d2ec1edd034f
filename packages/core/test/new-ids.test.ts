import { expect, test } from 'vitest';
import { panelIds } from '../src/new-ids.ts';

test('at submit the id of a panel says where it stands, unless another one is called so', () => {
  const none = { id: undefined };
  expect(panelIds([none, none])).toEqual({ ids: ['p1', 'p2'], last: 2 });
  expect(panelIds([{ id: 'first' }, none, none])).toEqual({ ids: ['first', 'p2', 'p3'], last: 3 });
  expect(panelIds([{ id: 'p2' }, none, none])).toEqual({ ids: ['p2', 'p4', 'p3'], last: 4 });
});

test('panels that come later get numbers that were never given out', () => {
  expect(panelIds([{ id: 'x' }, { id: undefined }], 3, new Set(['p1', 'p2', 'p3', 'p4']))).toEqual({
    ids: ['x', 'p5'],
    last: 5,
  });
});
