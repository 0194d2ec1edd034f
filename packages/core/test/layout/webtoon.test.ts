import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LaidPanel } from '../../src/layout/layout.ts';
import { layOutPage } from '../../src/layout/layouts.ts';
import { anyPanels, book, bottom, panelsOf, settingsOf, settled, wordy } from './any-story.ts';

const settings = settingsOf('webtoon', null, 'vertical');
const gaps = { none: 240, short: 500, long: 1200 };
const strip = (panels: readonly LaidPanel[]) => layOutPage(settled(panels), settings, { number: 1, last: true });

describe('a webtoon', () => {
  it('has strips 1,600 px wide and up to 8,192 px high, each of one column', () => {
    fc.assert(
      fc.property(
        anyPanels,
        fc.option(fc.record({ width: fc.integer({ min: 1, max: 4096 }), height: fc.integer({ min: 1, max: 4096 }) })),
        (panels, frame) => {
          for (const { width, height, slots, dpi } of book(panels, { ...settings, frame })) {
            expect([width, dpi]).toEqual([1600, null]);
            expect(height).toBeLessThanOrEqual(8192);
            for (const slot of slots) expect([slot.x, slot.width]).toEqual([40, 1520]);
          }
        },
      ),
    );
  });

  it('has the gaps that the panels ask for, also from strip to strip', () => {
    fc.assert(
      fc.property(anyPanels, (panels) => {
        let top = 0;
        let before = 0;
        const found: number[] = [];
        for (const sheet of book(panels, settings)) {
          for (const slot of sheet.slots) {
            found.push(top + slot.y - before);
            before = top + bottom(slot);
          }
          top += sheet.height;
        }
        expect(found.slice(1)).toEqual(panels.slice(1).map(({ pause }) => gaps[pause]));
        expect([found[0], top - before]).toEqual([120, 120]);
      }),
    );
  });

  it('gives panels the file’s shape, or one by weight', () => {
    const heights = (weights: string, frame = settings.frame) =>
      layOutPage(settled(panelsOf(weights)), { ...settings, frame }, { number: 1, last: true }).slots.map(
        ({ height }) => height,
      );
    expect(heights('nwt')).toEqual([1520, 1013, 2280]);
    expect(heights('nw', { width: 1024, height: 1536 })).toEqual([2280, 2280]);
  });

  it('makes a panel tall whose words would fill a square one, if the file leaves its shape open', () => {
    const heights = (panels: readonly LaidPanel[], frame = settings.frame) =>
      layOutPage(settled(panels), { ...settings, frame }, { number: 1, last: true }).slots.map(({ height }) => height);
    expect(heights(wordy(panelsOf('nnw'), [1, 2], 320))).toEqual([1520, 2280, 1013]);
    expect(heights(wordy(panelsOf('n'), [0], 160))).toEqual([1520]);
    expect(heights(wordy(panelsOf('n'), [0], 320), { width: 1024, height: 1024 })).toEqual([1520]);
  });

  it('puts as many panels on a strip as it holds', () => {
    const sheets = book(panelsOf('nnnnnnnnn'), settings);
    expect(sheets.map(({ slots }) => slots.length)).toEqual([4, 4, 1]);
    expect(strip(panelsOf('n')).height).toBe(120 + 1520 + 120);
  });
});
