import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planBatches } from '../src/plan-batches.ts';

describe('the batches of a story', () => {
  it('are as long as allowed; the last may be shorter', () => {
    expect(planBatches(20, 8)).toEqual([
      { number: 1, first: 1, last: 8 },
      { number: 2, first: 9, last: 16 },
      { number: 3, first: 17, last: 20 },
    ]);
  });

  it('form a chain: every panel in exactly one batch, in order, never too many', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), fc.integer({ min: 1, max: 8 }), (panels, batchSize) => {
        const batches = planBatches(panels, batchSize);
        expect(batches.map(({ number }) => number)).toEqual(batches.map((_, index) => index + 1));
        expect(batches.map(({ first }) => first)).toEqual([1, ...batches.slice(0, -1).map(({ last }) => last + 1)]);
        expect(batches.at(-1)?.last).toBe(panels);
        for (const { first, last } of batches) {
          expect(last).toBeGreaterThanOrEqual(first);
          expect(last - first).toBeLessThan(batchSize);
        }
      }),
    );
  });
});
