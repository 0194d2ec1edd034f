import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInCatalogue } from '../../src/catalogue/built-in-catalogue.ts';
import { askedSize, type SizeRule } from '../../src/catalogue/size-rule.ts';
import { frameSizeFor } from '../../src/layout/frame-size.ts';
import { bookLayouts } from '../../src/layout/layouts.ts';
import { anyPanels, anyPreset, book, settingsOf } from './any-story.ts';

const area = ({ width, height }: { width: number; height: number }) => width * height;
const free: SizeRule = {
  rule: 'free',
  multipleOf: 16,
  minEdge: 16,
  maxEdge: 3840,
  maxRatio: 3,
  minPixels: 655_360,
  maxPixels: 8_294_400,
  experimentalAbove: 3_686_400,
};
const fixed: SizeRule = { rule: 'fixed', sizes: ['1024x1024', '1536x1024', '1024x1536'] };
const ratio: SizeRule = {
  rule: 'ratio',
  ratios: ['1:1', '3:2', '2:3', '21:9'],
  resolutions: [
    { name: '1K', pixels: 1_048_576 },
    { name: '2K', pixels: 4_194_304 },
  ],
};

describe('the size of a frame', () => {
  it('is the smallest that gives the wanted resolution', () => {
    // 3 by 2 inches at 300 dpi.
    const slot = { width: 900, height: 600 };
    expect(frameSizeFor(free, slot, 300, 300)).toEqual({ width: 992, height: 672 });
    // 5 by 4 inches: 200 dpi need 1000×800 pixels, 300 dpi need 1500×1200.
    expect(frameSizeFor(free, { width: 1500, height: 1200 }, 300, 200)).toEqual({ width: 1008, height: 800 });
    const sharp = frameSizeFor(free, { width: 1500, height: 1200 }, 300, 300);
    expect(sharp).toEqual({ width: 1504, height: 1200 });
  });

  it('is the largest up to 2560×1440 pixels where none gives it', () => {
    const page = frameSizeFor(free, { width: 2550, height: 3300 }, 300, 300);
    expect(area(page)).toBeLessThanOrEqual(2560 * 1440);
    expect(area(page)).toBeGreaterThan(0.97 * 2560 * 1440);
    expect(frameSizeFor(fixed, { width: 2550, height: 3300 }, 300, 300)).toEqual({ width: 1024, height: 1536 });
  });

  it('has the shape nearest to the slot that the model draws', () => {
    expect(frameSizeFor(fixed, { width: 700, height: 600 }, 300, 200)).toEqual({ width: 1024, height: 1024 });
    expect(frameSizeFor(fixed, { width: 800, height: 600 }, 300, 200)).toEqual({ width: 1536, height: 1024 });
    expect(frameSizeFor(ratio, { width: 850, height: 600 }, 300, 200)).toEqual({ width: 1256, height: 840 });
    expect(frameSizeFor(ratio, { width: 2100, height: 1400 }, 300, 300)).toEqual({ width: 1256, height: 840 });
    // Longer than the rule allows.
    expect(frameSizeFor(free, { width: 1520, height: 300 }, 200, 200)).toEqual({ width: 1520, height: 512 });
  });

  it('has the pixels of its slot on a strip', () => {
    expect(frameSizeFor(free, { width: 1520, height: 1520 }, 200, 200)).toEqual({ width: 1520, height: 1520 });
  });

  it('is one that every model of the catalogue draws, for every slot of every layout', () => {
    fc.assert(
      fc.property(
        anyPanels,
        anyPreset,
        fc.constantFrom(...bookLayouts),
        fc.constantFrom(200 as const, 300 as const),
        (panels, preset, layout, wanted) => {
          for (const sheet of book(panels.slice(0, 6), settingsOf(layout, preset))) {
            for (const slot of sheet.slots) {
              for (const { size } of builtInCatalogue.models) {
                const asked = frameSizeFor(size, slot, sheet.dpi ?? wanted, wanted);
                expect(askedSize(size, asked)).not.toBeNull();
              }
            }
          }
        },
      ),
      { numRuns: 20 },
    );
  });
});
