import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BookLayout, bookLayouts, layOutPage, planPages } from '../../src/layout/layouts.ts';
import { paperOf } from '../../src/layout/live-area.ts';
import { type PagePresetName, pageOf, pagePresetNames } from '../../src/layout/page-sizes.ts';
import { planPageMap } from '../../src/layout/plan-page-map.ts';
import { planSheets, type SheetPlan } from '../../src/layout/plan-sheets.ts';
import { overlap } from '../../src/layout/rectangle.ts';
import {
  anyDirection,
  anyPanels,
  anyPreset,
  book,
  bottom,
  panelsOf,
  readSlots,
  right,
  settingsOf,
  settled,
} from './any-story.ts';

const onPaper = ['grid', 'comic', 'manga', 'storybook'] as const satisfies readonly BookLayout[];
const tiered = ['comic', 'manga'] as const satisfies readonly BookLayout[];
const aspects = [3 / 2, 1, 2 / 3];
const offAspect = ({ width, height }: { width: number; height: number }) =>
  Math.min(...aspects.map((aspect) => Math.abs(Math.log(width / height / aspect))));

const anyBook = fc.record({
  panels: anyPanels,
  layout: fc.constantFrom(...bookLayouts),
  preset: anyPreset,
  direction: anyDirection,
});

/** Runs the check on every sheet of arbitrary books. */
function everySheet(layouts: readonly BookLayout[], check: (sheet: SheetPlan, direction: 'ltr' | 'rtl') => void) {
  fc.assert(
    fc.property(
      fc.record({
        panels: anyPanels,
        layout: fc.constantFrom(...layouts),
        preset: anyPreset,
        direction: anyDirection,
      }),
      ({ panels, layout, preset, direction }) => {
        for (const sheet of book(panels, settingsOf(layout, preset, direction))) check(sheet, direction);
      },
    ),
  );
}

describe('a page of any layout', () => {
  it('has slots of whole pixels that do not meet, and text apart from them', () => {
    everySheet(bookLayouts, ({ slots, width, height }) => {
      for (const [index, slot] of slots.entries()) {
        const boxes = [...slots.slice(index + 1), ...(slot.textBox ? [slot.textBox] : [])];
        for (const box of boxes) expect(overlap(slot, box)).toBe(0);
        for (const box of [slot, slot.textBox ?? slot]) {
          expect([box.x, box.y, box.width, box.height].every(Number.isInteger)).toBe(true);
          expect(Math.min(box.width, box.height)).toBeGreaterThan(0);
          expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(0);
          expect(box.x + box.width).toBeLessThanOrEqual(width);
          expect(box.y + box.height).toBeLessThanOrEqual(height);
        }
      }
    });
  });

  it('is read in story order in both directions', () => {
    everySheet(bookLayouts, ({ slots, layout }, direction) => {
      const read = readSlots(slots, layout === 'webtoon' ? 'vertical' : direction);
      expect(read.map(({ panel }) => panel)).toEqual(slots.map(({ panel }) => panel));
    });
  });

  it('is the same every time, and whatever its number', () => {
    fc.assert(
      fc.property(anyBook, ({ panels, layout, preset, direction }) => {
        const once = book(panels, settingsOf(layout, preset, direction));
        expect(book(panels, settingsOf(layout, preset, direction))).toEqual(once);
        if (layout === 'webtoon') return;
        const page = settled(panels.slice(0, 4)).map((panel) => ({ ...panel, weight: 'normal' as const }));
        const settings = settingsOf(layout, preset, direction);
        const [left, right_] = [8, 9].map((number) => layOutPage(page, settings, { number, last: false }).slots);
        expect(left).toEqual(right_);
      }),
    );
  });
});

describe('a page on paper', () => {
  it('keeps its panels in the live area, but for those that bleed, which reach the trim', () => {
    for (const preset of pagePresetNames) {
      const { live, width, height } = paperOf(pageOf(preset));
      fc.assert(
        fc.property(anyPanels, fc.constantFrom(...onPaper), anyDirection, (panels, layout, direction) => {
          for (const sheet of book(panels, settingsOf(layout, preset, direction))) {
            expect([sheet.width, sheet.height]).toEqual([width, height]);
            for (const slot of sheet.slots) {
              const area = slot.bleeds ? { x: 0, y: 0, width, height } : live;
              expect(slot.x).toBeGreaterThanOrEqual(area.x);
              expect(slot.y).toBeGreaterThanOrEqual(area.y);
              expect(right(slot)).toBeLessThanOrEqual(area.x + area.width);
              expect(bottom(slot)).toBeLessThanOrEqual(area.y + area.height);
            }
            const bleeding = sheet.slots.filter(({ bleeds }) => bleeds);
            for (const slot of bleeding) expect([slot.x, slot.y, slot.width]).toEqual([0, 0, width]);
          }
        }),
        { numRuns: 30 },
      );
    }
  });

  it('is mirrored for reading from right to left', () => {
    fc.assert(
      fc.property(anyPanels, fc.constantFrom(...tiered), anyPreset, (panels, layout, preset) => {
        const mirrored = book(panels, settingsOf(layout, preset, 'ltr')).map((sheet) => ({
          ...sheet,
          slots: sheet.slots.map((slot) => ({ ...slot, x: sheet.width - right(slot) })),
        }));
        // A mirrored book has its right pages on the left.
        const sides = { 'new-left': 'new-right', 'new-right': 'new-left' } as const;
        const asked = panels.map((panel) =>
          panel.page === 'new-left' || panel.page === 'new-right' ? { ...panel, page: sides[panel.page] } : panel,
        );
        expect(book(asked, settingsOf(layout, preset, 'rtl'))).toEqual(mirrored);
      }),
    );
  });

  it('has 300 pixels an inch, fewer only where the sheet would be higher than 4,240', () => {
    for (const preset of pagePresetNames) expect(paperOf(pageOf(preset)).dpi).toBe(300);
    const poster = paperOf(pageOf({ width: 12, height: 20, unit: 'in' }));
    expect(poster).toMatchObject({ dpi: 212, width: 2544, height: 4240 });
  });
});

describe('a page of tiers', () => {
  it('has only slots within 15 % of 3:2, 1:1 or 2:3, also where its panels do not fill it', () => {
    everySheet(tiered, ({ slots }) => {
      for (const slot of slots) expect(offAspect(slot)).toBeLessThanOrEqual(0.15);
    });
  });

  /** Two tiers of 3:2 are too high for a square page, and one of 2:3 is too low: the tiers get narrower. */
  const notFilled: Partial<Record<PagePresetName, readonly number[]>> = { square: [2] };

  it.each(pagePresetNames)('%s is filled to the edges of its live area by one to seven normal panels', (preset) => {
    const { live } = paperOf(pageOf(preset));
    for (let count = 1; count <= 7; count++) {
      if (notFilled[preset]?.includes(count)) continue;
      for (const layout of tiered) {
        const page = settled(panelsOf('n'.repeat(count)));
        const { slots } = layOutPage(page, settingsOf(layout, preset), { number: 1, last: false });
        expect(slots.map(offAspect).every((off) => off <= 0.15)).toBe(true);
        expect(Math.max(...slots.map(right))).toBe(
          slots.some(({ bleeds }) => bleeds) ? paperOf(pageOf(preset)).width : live.x + live.width,
        );
        expect(Math.max(...slots.map(bottom))).toBeGreaterThanOrEqual(live.y + live.height - 4);
      }
    }
  });

  it('has rows further apart than columns, which are at least 1 % of its width apart', () => {
    everySheet(tiered, ({ slots, width }) => {
      const apart = (near: number, far: number) => far - near;
      for (const [index, slot] of slots.entries()) {
        for (const other of slots.slice(index + 1)) {
          const x = Math.max(apart(right(slot), other.x), apart(right(other), slot.x));
          const y = Math.max(apart(bottom(slot), other.y), apart(bottom(other), slot.y));
          expect(x >= 0.01 * width || y >= 0.015 * width).toBe(true);
        }
      }
    });
  });
});

describe('a grid without paper', () => {
  it('is what it always was', () => {
    const anyGrid = fc.record({
      count: fc.integer({ min: 1, max: 70 }),
      frame: fc.record({ width: fc.integer({ min: 64, max: 4096 }), height: fc.integer({ min: 64, max: 4096 }) }),
      readingDirection: fc.constantFrom('ltr' as const, 'rtl' as const, 'vertical' as const),
      batchSize: fc.integer({ min: 1, max: 8 }),
      place: fc.nat(),
    });
    fc.assert(
      fc.property(anyGrid, ({ count, frame, readingDirection, batchSize, place }) => {
        const panels = panelsOf('n w t s'.repeat(18)).slice(0, count);
        const settings = { layout: 'grid' as const, page: null, readingDirection, batchSize, frame };
        const numbers = panels.map((_, index) => index + 1);
        const pages = planPageMap({ panels: numbers, batchSize });
        const ids = panels.map(({ id }) => id);
        expect(planPages(panels, settings)).toEqual(planPageMap({ panels: ids, batchSize }));
        const before = { pages: planPages(panels, settings), from: place % count };
        expect(planPages(panels.toSpliced(before.from, 1), settings, before)).toEqual(
          planPageMap({ panels: ids.toSpliced(before.from, 1), batchSize }),
        );
        expect(book(panels, settings)).toEqual(
          planSheets({ pages, frame, readingDirection, layout: 'grid', batchSize }),
        );
      }),
    );
  });
});
