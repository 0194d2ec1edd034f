import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SizeRule } from '../../src/catalogue/size-rule.ts';
import { frameSizeFor } from '../../src/layout/frame-size.ts';
import type { LaidPanel } from '../../src/layout/layout.ts';
import { layOutPage, planPages } from '../../src/layout/layouts.ts';
import { printedEm } from '../../src/layout/lettering-sizes.ts';
import { paperOf } from '../../src/layout/live-area.ts';
import { type PagePresetName, pageOf, pagePresetNames } from '../../src/layout/page-sizes.ts';
import type { Slot } from '../../src/layout/plan-sheets.ts';
import { anyPreset, panelsOf, right, settingsOf, settled, wordsInside, wordy } from './any-story.ts';

const shapes = [
  { width: 1536, height: 1024 },
  { width: 1024, height: 1024 },
  { width: 1024, height: 1536 },
];
const place = { number: 1, last: false };
const aspect = ({ width, height }: { width: number; height: number }) => width / height;
const cropped = (slot: Slot, frame: { width: number; height: number }) =>
  1 - Math.min(aspect(slot) / aspect(frame), aspect(frame) / aspect(slot));
/** What models draw: OpenAI's sizes, DALL·E 3's, and those of a model that knows 16:9, 4:3, 3:4 and 9:16. */
const rules: readonly SizeRule[] = [
  { rule: 'fixed', sizes: shapes.map(({ width, height }) => `${width}x${height}`) },
  { rule: 'fixed', sizes: ['1792x1024', '1024x1024', '1024x1792'] },
  { rule: 'ratio', ratios: ['16:9', '4:3', '1:1', '3:4', '9:16'], resolutions: [{ name: '1K', pixels: 1_048_576 }] },
];
const nearest = (slot: Slot) =>
  shapes.reduce((best, shape) => (cropped(slot, shape) < cropped(slot, best) ? shape : best));
const pageOfPanels = (panels: readonly LaidPanel[], preset: PagePresetName = 'us-comic') =>
  layOutPage(settled(panels), settingsOf('comic', preset), place).slots;

describe('a page of a comic', () => {
  it('keeps its arrangement while its panels are drawn, in whatever order and by whatever model', () => {
    const anyPage = fc.array(fc.constantFrom('n', 'n', 'w', 't'), { minLength: 1, maxLength: 7 });
    const anyRule = fc.constantFrom(...rules);
    fc.assert(
      fc.property(anyPage, anyPreset, fc.nat(127), fc.string(), anyRule, (weights, preset, drawn, id, rule) => {
        const named = panelsOf(weights.join('')).map((panel) => ({ ...panel, id: `${id}${panel.id}` }));
        const panels = wordy(named, drawn % 3 === 0 ? [drawn % 7, drawn % 5] : [], 453);
        const planned = pageOfPanels(panels, preset);
        const shown = panels.map((panel, index) => {
          const slot = planned[index];
          return slot && (drawn >> index) % 2 === 1 ? { ...panel, frame: frameSizeFor(rule, slot, 300, 200) } : panel;
        });
        expect(pageOfPanels(shown, preset)).toEqual(planned);
      }),
    );
  });

  it('places frames that are there so that none is cropped by more than 15 %, if it can', () => {
    // Six frames of 3:2 or 2:3 fill no page of this size; 7 and 4 do.
    const counts = [7, 6, 4];
    for (const [index, frame] of shapes.entries()) {
      const panels = panelsOf('n'.repeat(counts[index] ?? 0)).map((panel) => ({ ...panel, frame }));
      for (const slot of pageOfPanels(panels)) expect(cropped(slot, frame)).toBeLessThanOrEqual(0.15);
    }
    const mixed = [2, 0, 1, 1, 2, 1].flatMap((index) => shapes[index] ?? []);
    const panels = panelsOf('nnnnnn').flatMap((panel, index) => {
      const frame = mixed[index];
      return frame === undefined ? [] : { ...panel, frame };
    });
    const slots = pageOfPanels(panels);
    expect(slots.map((slot, index) => cropped(slot, mixed[index] ?? slot) <= 0.15)).toEqual(Array(6).fill(true));
  });

  it('gives a wide panel a tier of its own, or the widest place in its tier', () => {
    for (const preset of pagePresetNames) {
      for (const row of ['nn w nn', 'w nnnn', 'nnn w', 'w nn w', 'n w t nn', 'nnnnnn w', 'w w w w']) {
        const weights = row.replaceAll(' ', '');
        const slots = pageOfPanels(panelsOf(weights), preset);
        for (const [index, slot] of slots.entries()) {
          const beside = slots.filter((other) => other !== slot && other.y === slot.y && weights[index] === 'w');
          for (const other of beside) expect(other.width).toBeLessThanOrEqual(slot.width + 1);
        }
      }
    }
  });

  it('makes a tall panel upright, beside others that are stacked where that fits', () => {
    const slots = pageOfPanels(panelsOf('t nnnn'));
    for (const row of ['t nnnn', 'nn t nn', 'nnnn t', 'n t n t n']) {
      const weights = row.replaceAll(' ', '');
      const found = pageOfPanels(panelsOf(weights));
      const tall = found.filter((_, index) => weights[index] === 't');
      for (const slot of tall) expect(aspect(slot)).toBeLessThan(0.78);
    }
    const [tall, above, below] = slots;
    expect(above?.x).toBe(below?.x);
    expect(above?.y).toBe(tall?.y);
    expect((below?.y ?? 0) + (below?.height ?? 0)).toBe((tall?.y ?? 0) + (tall?.height ?? 0));
  });

  it('is filled by a panel alone on it, whatever its weight', () => {
    const { live } = paperOf(pageOf('us-comic'));
    for (const weight of ['n', 'w', 't', 's']) {
      expect(pageOfPanels(panelsOf(weight))).toEqual([{ panel: 1, ...live }]);
    }
  });

  it('differs from page to page of a story of equal panels', () => {
    const panels = panelsOf('n'.repeat(48));
    const settings = settingsOf('comic', 'us-comic');
    const pages = planPages(panels, settings).map(
      (ids) => layOutPage(settled(panels.filter(({ id }) => ids.includes(id))), settings, place).slots,
    );
    const kinds = new Set(pages.map((slots) => slots.map(({ width, height }) => `${width}x${height}`).join()));
    expect(kinds.size).toBeGreaterThanOrEqual(4);
  });

  it('stands within its margins on paper no tier fits', () => {
    for (const page of [
      { width: 20, height: 8, unit: 'in' as const },
      { width: 8, height: 20, unit: 'in' as const },
    ]) {
      const { live } = paperOf(pageOf(page));
      for (let count = 1; count <= 7; count++) {
        const settings = { ...settingsOf('comic', 'a4'), page: pageOf(page) };
        const { slots } = layOutPage(settled(panelsOf('n'.repeat(count))), settings, place);
        expect(slots.length).toBe(count);
        expect(Math.max(...slots.map(right))).toBeLessThanOrEqual(live.x + live.width);
        for (const slot of slots) expect(cropped(slot, nearest(slot))).toBeLessThanOrEqual(0.15);
      }
    }
  });
});

describe('a page of a manga', () => {
  it('lets a wide first tier and a splash run to the edge of the paper', () => {
    const settings = settingsOf('manga', 'manga-b6', 'rtl');
    const { width, height } = paperOf(pageOf('manga-b6'));
    const [first, ...others] = layOutPage(settled(panelsOf('w nnnn')), settings, place).slots;
    expect(first).toMatchObject({ x: 0, y: 0, width, bleeds: true });
    expect(others.some(({ bleeds }) => bleeds)).toBe(false);
    const [splash] = layOutPage(settled(panelsOf('s')), settings, place).slots;
    expect(splash).toEqual({ panel: 1, x: 0, y: 0, width, height, bleeds: true });
  });
});

const areaOf = (slot: Slot | undefined) => (slot ? slot.width * slot.height : 0);

describe('words', () => {
  const anyRoom = fc.constantFrom(320, 453, 640);
  const anyPanelCount = fc.integer({ min: 4, max: 7 });
  /** One panel of a page that has words, with an id that decides among good pages. */
  const anyWordy = fc.record({ count: anyPanelCount, place: fc.nat(6), room: anyRoom, id: fc.string() });
  const named = (count: number, id: string) =>
    panelsOf('n'.repeat(count)).map((panel) => ({ ...panel, id: `${id}${panel.id}` }));

  it('give their panel more room than the others of the page have on average', () => {
    fc.assert(
      fc.property(
        anyWordy,
        fc.constantFrom('comic' as const, 'manga' as const),
        ({ count, place: at, room, id }, layout) => {
          const talking = at % count;
          const page = settled(wordy(named(count, id), [talking], room));
          const { slots } = layOutPage(page, settingsOf(layout, 'us-comic'), place);
          const others = slots.filter((_, index) => index !== talking).map(areaOf);
          expect(areaOf(slots[talking])).toBeGreaterThan(others.reduce((sum, area) => sum + area, 0) / others.length);
        },
      ),
    );
  });

  it('give their panel no less room than it has without them; which of the good pages is taken is left to the id', () => {
    fc.assert(
      fc.property(anyWordy, ({ count, place: at, id }) => {
        const talking = at % count;
        const ratios = ['a', 'b', 'c', 'd', 'e'].map((other) => {
          const panels = named(count, `${id}${other}`);
          return areaOf(pageOfPanels(wordy(panels, [talking], 453))[talking]) / areaOf(pageOfPanels(panels)[talking]);
        });
        expect(ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: 30 },
    );
  });

  it('leave fewer panels to a page, and fewer than four only where the words of one more would have no room', () => {
    fc.assert(
      fc.property(fc.integer({ min: 16, max: 40 }), anyRoom, anyPreset, (count, room, preset) => {
        const panels = panelsOf('n'.repeat(count));
        const settings = settingsOf('comic', preset);
        const { live, dpi } = paperOf(pageOf(preset));
        const wordPart = (length: number) => (length * room * printedEm(dpi) ** 2) / (live.width * live.height);
        const plain = planPages(panels, settings);
        const full = planPages(wordy(panels, [...panels.keys()], room), settings);
        expect(full.length).toBeGreaterThanOrEqual(plain.length);
        expect(full.length).toBeGreaterThan(count / 5.5);
        for (const { length } of full) {
          expect(length >= 4 || wordPart(length + 1) > 0.25).toBe(true);
          expect(length === 1 || wordPart(length) < 0.6).toBe(true);
        }
      }),
    );
  });

  it('of a whole page each get pages for themselves, also the last ones', () => {
    const settings = settingsOf('manga', 'manga-b6');
    const sizes = (rooms: readonly number[]) =>
      planPages(
        panelsOf('n'.repeat(rooms.length)).map((panel, index) => ({
          ...panel,
          wordRoom: wordsInside(rooms[index] ?? 0),
        })),
        settings,
      ).map(({ length }) => length);
    expect(sizes([905, 905, 905])).toEqual([1, 1, 1]);
    expect(sizes([320, 320, 320, 640])).toEqual([2, 1, 1]);
    expect(sizes([0, 0, 0, 0, 905, 0, 0, 0, 0])).toEqual([4, 1, 4]);
    expect(sizes([0, 0, 0, 0, 453, 0, 0, 0, 0]).length).toBe(2);
  });

  it('do not take its shape from a panel whose weight the file gives', () => {
    for (const row of ['nn w nn', 'w nnnn', 'nnn w', 't nnnn', 'nn t nn', 'nnnn t', 'n t n t n']) {
      const weights = row.replaceAll(' ', '');
      const talking = Array.from(weights, (weight, index) => (weight === 'n' ? index : -1));
      for (const room of [226, 453, 905]) {
        const slots = pageOfPanels(wordy(panelsOf(weights), talking, room));
        const tall = slots.filter((_, index) => weights[index] === 't').map(aspect);
        expect(Math.max(0, ...tall)).toBeLessThan(0.78);
        for (const wide of slots.filter((_, index) => weights[index] === 'w')) {
          const beside = slots.filter((other) => other !== wide && other.y === wide.y);
          expect(Math.max(0, ...beside.map(({ width }) => width))).toBeLessThanOrEqual(wide.width + 1);
        }
      }
    }
  });

  it('of a narration count where a page sets it in the picture', () => {
    const panels = panelsOf('nnnnn');
    const inside = panels.map((panel, index) => (index === 2 ? { ...panel, wordRoom: wordsInside(453) } : panel));
    const narrated = panels.map((panel, index) =>
      index === 2 ? { ...panel, wordRoom: { inside: 0, narration: 453 } } : panel,
    );
    expect(pageOfPanels(narrated)).toEqual(pageOfPanels(inside));
    expect(pageOfPanels(narrated)).not.toEqual(pageOfPanels(panels));
  });
});
