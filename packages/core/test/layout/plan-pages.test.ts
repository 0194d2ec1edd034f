import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LaidPanel, PageBreak } from '../../src/layout/layout.ts';
import { type BookLayout, bookLayouts, planPages } from '../../src/layout/layouts.ts';
import { ignoredSides, isOnSide, sideOf } from '../../src/layout/sides.ts';
import { anyDirection, anyPanels, anyPreset, book, panelsOf, settingsOf } from './any-story.ts';

const comic = settingsOf('comic', 'us-comic');
const sizes = (pages: readonly (readonly string[])[]) => pages.map(({ length }) => length);
const withBreaks = (weights: string, breaks: Record<number, PageBreak>): LaidPanel[] =>
  panelsOf(weights).map((panel, index) => ({ ...panel, page: breaks[index + 1] ?? 'auto' }));
const normal = (count: number) => 'n'.repeat(count);

describe('the pages of any layout', () => {
  it('hold every panel once, in order, and begin where a panel asks for it', () => {
    fc.assert(
      fc.property(
        anyPanels,
        fc.constantFrom(...bookLayouts),
        anyPreset,
        anyDirection,
        (panels, layout, preset, direction) => {
          const pages = planPages(panels, settingsOf(layout, preset, direction));
          expect(pages.flat()).toEqual(panels.map(({ id }) => id));
          const asked = panels.filter(({ page }) => page.startsWith('new')).map(({ id }) => id);
          expect(pages.map(([id]) => id)).toEqual(expect.arrayContaining(asked));
        },
      ),
    );
  });
});

describe('the pages of a comic', () => {
  it('hold four to seven panels; only the end of a run is balanced', () => {
    for (let count = 1; count <= 80; count++) {
      const pages = sizes(planPages(panelsOf(normal(count)), comic));
      expect(Math.min(...pages)).toBeGreaterThanOrEqual(Math.min(4, count));
      expect(Math.max(...pages)).toBeLessThanOrEqual(7);
      const [last = 0, other = last] = pages.toReversed();
      expect(Math.abs(last - other)).toBeLessThanOrEqual(1);
    }
  });

  it('hold four to seven panels whatever their weights, a splash alone', () => {
    const anyWeights = fc.array(fc.constantFrom('n', 'n', 'n', 'w', 't', 's'), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(anyWeights, anyPreset, fc.constantFrom('comic', 'manga'), (weights, preset, layout: BookLayout) => {
        const panels = panelsOf(weights.join(''));
        const runs = weights.join('').split(/(?<=s)|(?=s)/);
        const pages = planPages(panels, settingsOf(layout, preset));
        for (const page of pages) {
          const first = Number(page[0]?.slice(1)) - 1;
          let start = 0;
          const run = runs.find((it) => {
            start += it.length;
            return first < start;
          });
          expect(page.length).toBeGreaterThanOrEqual(Math.min(4, run?.length ?? 0));
          expect(page.length).toBeLessThanOrEqual(run === 's' ? 1 : 7);
        }
      }),
    );
  });

  it('keep a panel on the page of the one before it where that page has room', () => {
    const pages = planPages(withBreaks(normal(30), { 7: 'same', 13: 'same', 14: 'same' }), comic);
    const first = pages.map(([id]) => id);
    for (const id of ['p7', 'p13', 'p14']) expect(first).not.toContain(id);
    for (const size of sizes(pages)) expect(size).toBeLessThanOrEqual(7);
    // Six that belong together after three more leave these on a page of their own.
    const six = withBreaks(normal(16), { 5: 'same', 6: 'same', 7: 'same', 8: 'same', 9: 'same', 10: 'same' });
    for (const [id] of planPages(six, comic)) expect(['p5', 'p6', 'p7', 'p8', 'p9', 'p10']).not.toContain(id);
    const chain = withBreaks(normal(12), Object.fromEntries(Array.from({ length: 12 }, (_, n) => [n + 1, 'same'])));
    for (const size of sizes(planPages(chain, comic))) expect(size).toBeLessThanOrEqual(7);
  });
});

describe('a scene', () => {
  const scenes = (count: number, starts: readonly number[]): LaidPanel[] =>
    panelsOf(normal(count)).map((panel, index) => (starts.includes(index + 1) ? { ...panel, pause: 'long' } : panel));

  it('begins on a new page where pages of four to seven panels allow it', () => {
    expect(sizes(planPages(scenes(12, [6]), comic))).toEqual([5, 7]);
    expect(sizes(planPages(scenes(30, [8, 13, 20]), comic)).slice(0, 3)).toEqual([7, 5, 7]);
  });

  it('does not part panels that must stay together, or make a page of three', () => {
    expect(sizes(planPages(scenes(11, [3]), comic)).every((size) => size >= 4)).toBe(true);
    const together = scenes(12, [6]).map((panel, index) => (index === 5 ? { ...panel, page: 'same' as const } : panel));
    expect(planPages(together, comic).map(([id]) => id)).not.toContain('p6');
  });
});

describe('a side of the book', () => {
  it('is had by one page more or fewer before it', () => {
    const settings = { ltr: comic, rtl: settingsOf('comic', 'us-comic', 'rtl') };
    for (let before = 8; before <= 60; before++) {
      for (const side of ['new-left', 'new-right'] as const) {
        for (const direction of ['ltr', 'rtl'] as const) {
          const panels = withBreaks(normal(before + 5), { [before + 1]: side });
          const pages = planPages(panels, settings[direction]);
          const page = pages.findIndex(([id]) => id === `p${before + 1}`) + 1;
          expect(isOnSide(page, side === 'new-left' ? 'left' : 'right', direction)).toBe(true);
          expect(ignoredSides(panels, pages, direction)).toEqual([]);
        }
      }
    }
  });

  it('is ignored, and said, where it cannot be had; the break stays', () => {
    const panels = withBreaks('sn', { 2: 'new-right' });
    const pages = planPages(panels, comic);
    expect(pages).toEqual([['p1'], ['p2']]);
    expect(ignoredSides(panels, pages, 'ltr')).toEqual(['p2']);
    expect(ignoredSides(panels, pages, 'rtl')).toEqual([]);
  });

  it('is right on odd pages of a book read from left to right, and left on those of one read from right to left', () => {
    expect(isOnSide(1, 'right', 'ltr')).toBe(true);
    expect(isOnSide(2, 'left', 'ltr')).toBe(true);
    expect(isOnSide(1, 'left', 'rtl')).toBe(true);
    expect(sideOf({ page: 'new' })).toBeNull();
  });
});

describe('an edit', () => {
  it('keeps the pages before the first touched panel, and the old pages behind the first shared break', () => {
    const anyEdit = fc.record({
      panels: anyPanels,
      layout: fc.constantFrom(...bookLayouts),
      place: fc.nat(40),
      removed: fc.nat(3),
      added: fc.nat(3),
    });
    fc.assert(
      fc.property(anyEdit, ({ panels, layout, place, removed, added }) => {
        const settings = settingsOf(layout, 'us-comic');
        const pages = planPages(panels, settings);
        const from = place % (panels.length + 1);
        const new_ = panelsOf(normal(added)).map((panel, index) => ({ ...panel, id: `new${index}` }));
        const edited = panels.toSpliced(from, removed, ...new_);
        const after = planPages(edited, settings, { pages, from });
        expect(after.flat()).toEqual(edited.map(({ id }) => id));
        const touched = pages.findIndex((page) => page.includes(panels[from]?.id ?? ''));
        const kept = touched === -1 ? pages.length - 1 : touched;
        // At the end of a run a new panel joins the page before, and one that asks for that page always does.
        const atBreak = pages[kept]?.[0] === panels[from]?.id;
        const joins = atBreak && (added > 0 || edited[from]?.page === 'same') ? 1 : 0;
        const untouched = Math.max(0, kept - joins);
        expect(after.slice(0, untouched)).toEqual(pages.slice(0, untouched));
        // From the first break behind the edit that both plans have, and that changes no side of the book, they are one.
        const behind = edited.slice(from + added).map(({ id }) => id);
        const shared = after.findIndex(([id]) => behind.includes(id ?? '') && pages.some(([old]) => old === id));
        if (shared === -1) return;
        const old = pages.findIndex(([id]) => id === after[shared]?.[0]);
        const asksSide = panels.some(({ page }) => sideOf({ page }) !== null);
        fc.pre((old - shared) % 2 === 0 || !asksSide);
        expect(after.slice(shared)).toEqual(pages.slice(old));
      }),
      { numRuns: 400 },
    );
  });

  it('of one panel changes one or two pages of a long comic', () => {
    const panels = panelsOf(normal(100));
    const pages = planPages(panels, comic);
    for (let from = 0; from < panels.length; from++) {
      const fewer = planPages(panels.toSpliced(from, 1), comic, { pages, from });
      const more = planPages(panels.toSpliced(from, 0, ...panelsOf('n').map((it) => ({ ...it, id: 'new' }))), comic, {
        pages,
        from,
      });
      for (const after of [fewer, more]) {
        const changed = after.filter((page) => !pages.some((old) => old.join() === page.join()));
        expect(changed.length).toBeLessThanOrEqual(2);
      }
    }
  });

  it('that adds a panel at the end of a run does not leave it alone on a page', () => {
    const panels = withBreaks(normal(12), { 7: 'new' });
    const pages = planPages(panels, comic);
    expect(sizes(pages)).toEqual([6, 6]);
    const [added] = panelsOf('n').map((panel) => ({ ...panel, id: 'new' }));
    if (added === undefined) throw new Error('no panel');
    const after = planPages(panels.toSpliced(6, 0, added), comic, { pages, from: 6 });
    expect(sizes(after)).toEqual([7, 6]);
    expect(sizes(planPages([...panels, added], comic, { pages, from: 12 }))).toEqual([6, 7]);
  });

  it('that makes a panel a splash plans its page again', () => {
    const panels = panelsOf(normal(30));
    const pages = planPages(panels, comic);
    const splash = panels.map((panel) => (panel.id === 'p15' ? { ...panel, weight: 'splash' as const } : panel));
    const after = planPages(splash, comic, { pages, from: 14 });
    expect(after.slice(0, 2)).toEqual(pages.slice(0, 2));
    expect(after).toContainEqual(['p15']);
  });
});

describe('a long story', () => {
  it('of 2,000 mixed panels is planned and laid out in seconds', () => {
    const panels = panelsOf('nn w nn t nnn w nn s nn t nn w nnnnnn w t n'.repeat(72)).slice(0, 2000);
    const begin = performance.now();
    const sheets = book(panels, settingsOf('manga', 'manga-b6', 'rtl'));
    expect(performance.now() - begin).toBeLessThan(5000);
    expect(sheets.flatMap(({ slots }) => slots).length).toBe(2000);
  });
});
