import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutStrip } from '../../src/formats/webtoon/cut-strip.ts';

const maxHeight = 1280;

describe('a strip', () => {
  it('that is short enough stays whole', () => {
    expect(cutStrip({ height: 1280, maxHeight, pictures: [], lettering: [], faces: [] })).toEqual([
      { from: 0, to: 1280 },
    ]);
  });

  it('is cut in the middle of the last gap of a slice’s last quarter', () => {
    const pictures = [
      { from: 0, to: 980 },
      { from: 1080, to: 1200 },
      { from: 1240, to: 2300 },
    ];
    expect(cutStrip({ height: 2400, maxHeight, pictures, lettering: [], faces: [] })[0]).toEqual({ from: 0, to: 1220 });
  });

  it('is cut through a picture where no gap is near, and never near a balloon', () => {
    const pictures = [{ from: 0, to: 2500 }];
    expect(cutStrip({ height: 2500, maxHeight, pictures, lettering: [], faces: [] })[0]).toEqual({ from: 0, to: 1280 });
    const lettering = [{ from: 1100, to: 1270 }];
    expect(cutStrip({ height: 2500, maxHeight, pictures, lettering, faces: [] })[0]).toEqual({ from: 0, to: 1084 });
  });

  it('is cut above a face where one is declared, unless that leaves no room', () => {
    const strip = { height: 2500, maxHeight, pictures: [{ from: 0, to: 2500 }] };
    const faces = [{ from: 1200, to: 1400 }];
    expect(cutStrip({ ...strip, lettering: [], faces })[0]).toEqual({ from: 0, to: 1184 });
    const lettering = [{ from: 900, to: 1190 }];
    expect(cutStrip({ ...strip, lettering, faces })[0]).toEqual({ from: 0, to: 1280 });
  });

  const rows = fc
    .tuple(fc.integer({ min: 0, max: 8000 }), fc.integer({ min: 1, max: 1500 }))
    .map(([from, height]) => ({ from, to: from + height }));

  it('is the sum of its slices, none of which is higher than allowed or empty', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8192 }),
        fc.array(rows, { maxLength: 12 }),
        fc.array(rows, { maxLength: 12 }),
        fc.array(rows, { maxLength: 4 }),
        (height, pictures, lettering, faces) => {
          const slices = cutStrip({ height, maxHeight, pictures, lettering, faces });
          expect(slices[0]?.from).toBe(0);
          expect(slices.at(-1)?.to).toBe(height);
          for (const [index, { from, to }] of slices.entries()) {
            expect(to - from).toBeGreaterThan(0);
            expect(to - from).toBeLessThanOrEqual(maxHeight);
            expect(from).toBe(index === 0 ? 0 : slices[index - 1]?.to);
          }
        },
      ),
    );
  });
});
