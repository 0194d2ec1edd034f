import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedPages, planPageMap } from '../../src/layout/plan-page-map.ts';

const ids = (count: number) => Array.from({ length: count }, (_, index) => `p${index + 1}`);

describe('the page map', () => {
  it('puts a batch of eight on a page, and whole batches of a smaller size', () => {
    expect(planPageMap({ panels: ids(10), batchSize: 8 })).toEqual([ids(8), ['p9', 'p10']]);
    expect(planPageMap({ panels: ids(7), batchSize: 3 })).toEqual([ids(6), ['p7']]);
    expect(planPageMap({ panels: [], batchSize: 8 })).toEqual([]);
  });

  it('holds every panel once, in reading order', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.integer({ min: 1, max: 8 }), (count, batchSize) => {
        expect(planPageMap({ panels: ids(count), batchSize }).flat()).toEqual(ids(count));
      }),
    );
  });

  it('keeps every page before the first one that an edit touches', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.nat(60),
        fc.nat(9),
        fc.nat(9),
        fc.integer({ min: 1, max: 8 }),
        (count, place, removed, added, batchSize) => {
          const at = place % count;
          const before = planPageMap({ panels: ids(count), batchSize });
          const new_ = Array.from({ length: added }, (_, index) => `n${index}`);
          const after = planPageMap({ panels: ids(count).toSpliced(at, removed, ...new_), batchSize });
          const touched = before.findIndex((page) => page.includes(`p${at + 1}`));
          expect(after.slice(0, touched)).toEqual(before.slice(0, touched));
          expect(changedPages(before, after).every((page) => page > touched)).toBe(true);
        },
      ),
    );
  });

  it('names the pages that differ, also those that came or went', () => {
    expect(changedPages([['a', 'b'], ['c']], [['a', 'b'], ['c', 'd'], ['e']])).toEqual([2, 3]);
    expect(changedPages([['a'], ['b']], [['a']])).toEqual([2]);
    expect(changedPages([['a', 'b']], [['b', 'a']])).toEqual([1]);
  });
});
