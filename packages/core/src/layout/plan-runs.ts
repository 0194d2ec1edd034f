import type { ReadingDirection } from '../story-spec.ts';
import type { LaidPanel, PagesBefore } from './layout.ts';
import type { PageMap } from './plan-page-map.ts';
import { isOnSide, sideOf } from './sides.ts';

/** How one layout fills its pages. Places are indexes into the panels given. */
export interface Packing {
  /** A panel that shares its page with no other. */
  standsAlone(panel: LaidPanel): boolean;
  /**
   * How many panels the page takes that begins at `start`, of those before `end`, at which a page must begin. It should end where
   * `wasBreak` says that a page ended before the edit, unless the page suffers.
   */
  next(start: number, end: number, wasBreak: (index: number) => boolean): number;
  /** Sizes of exactly this many pages for the panels from `start` to `end`, each of at least `least`; null: not possible. */
  spread(start: number, end: number, pages: number, least: number): number[] | null;
  /** Panels that a page has at least, and, for a side of the book that the file asks for, in case of need. */
  readonly least: { readonly usual: number; readonly forSide: number };
}

/**
 * Fills pages one after another. A page never depends on what comes far behind it: only the end of a run, at which a page must
 * begin, is looked ahead to. After an edit, `before` keeps the pages before the first touched panel's page, and those behind the
 * first break that both plans share; where a later panel asks for a side of the book, a break is shared only if it has not changed sides.
 */
export function planRuns(
  panels: readonly LaidPanel[],
  direction: ReadingDirection,
  packing: Packing,
  before?: PagesBefore,
): PageMap {
  const old = new OldPages(panels, before);
  const pages = old.keptPages(packing);
  let start = pages.reduce((sum, size) => sum + size, 0);
  let run = { page: pages.length, start };
  /** Runs since the last panel whose side is settled: their pages may become one more or fewer for the next one. */
  let runs: Run[] = [];
  while (start < panels.length) {
    const rest = old.restFrom(start, pages.length, packing);
    if (rest) return toMap(panels, [...pages, ...rest]);
    const end = runEnd(panels, start, packing);
    const size = packing.next(start, end, (index) => old.isBreak(index));
    pages.push(size);
    start += size;
    if (start < end) continue;
    runs.push(run);
    const side = sideOf(panels[end]);
    if (side !== null) {
      if (!isOnSide(pages.length + 1, side, direction)) shiftSide(pages, runs, end, packing);
      runs = [];
    }
    run = { page: pages.length, start };
  }
  return toMap(panels, pages);
}

interface Run {
  /** Index of its first page, and of its first panel. */
  readonly page: number;
  readonly start: number;
}

/** Whether a page must begin with this panel. */
export function isForcedBreak(
  panels: readonly LaidPanel[],
  index: number,
  packing: Pick<Packing, 'standsAlone'>,
): boolean {
  const [previous, panel] = [panels[index - 1], panels[index]];
  if (previous === undefined || panel === undefined) return true;
  return panel.page === 'new' || sideOf(panel) !== null || packing.standsAlone(panel) || packing.standsAlone(previous);
}

function runEnd(panels: readonly LaidPanel[], start: number, packing: Packing): number {
  let end = start + 1;
  while (end < panels.length && !isForcedBreak(panels, end, packing)) end += 1;
  return end;
}

/** Spreads the last pages of one of the runs over one page more or fewer; if none can be, the side is ignored. */
function shiftSide(pages: number[], runs: readonly Run[], end: number, packing: Packing): void {
  for (const least of [packing.least.usual, packing.least.forSide]) {
    for (const [back, run] of runs.toReversed().entries()) {
      const next = runs[runs.length - back];
      const last = { page: next?.page ?? pages.length, end: next?.start ?? end };
      let start = last.end;
      for (let page = last.page - 1; page >= run.page; page--) {
        start -= pages[page] ?? 0;
        const count = last.page - page;
        const sizes =
          packing.spread(start, last.end, count + 1, least) ?? packing.spread(start, last.end, count - 1, least);
        if (sizes === null) continue;
        pages.splice(page, count, ...sizes);
        return;
      }
    }
  }
}

function toMap(panels: readonly LaidPanel[], sizes: readonly number[]): PageMap {
  let start = 0;
  return sizes.map((size) => {
    const page = panels.slice(start, start + size).map(({ id }) => id);
    start += size;
    return page;
  });
}

/** What the pages before an edit and the panels after it have in common. */
class OldPages {
  readonly #panels: readonly LaidPanel[];
  readonly #before: PagesBefore | undefined;
  /** Of each old page, where its first panel stands now, if from there on the order is as it was. */
  readonly #pageAt = new Map<number, number>();

  constructor(panels: readonly LaidPanel[], before: PagesBefore | undefined) {
    this.#panels = panels;
    this.#before = before;
    if (before === undefined) return;
    const old = before.pages.flat();
    const shift = panels.length - old.length;
    let common = old.length;
    while (common > 0 && common + shift > 0 && old[common - 1] === panels[common + shift - 1]?.id) common -= 1;
    // The panel at `from` is touched itself, unless it only took the place of one that left.
    const first = panels[before.from]?.id === old[before.from] ? before.from + 1 : before.from;
    let start = 0;
    for (const [page, { length }] of before.pages.entries()) {
      if (start >= common && start + shift >= first) this.#pageAt.set(start + shift, page);
      start += length;
    }
  }

  isBreak(index: number): boolean {
    return this.#pageAt.has(index);
  }

  /** Sizes of the pages before the one that the edit touches first. */
  keptPages(packing: Packing): number[] {
    const { pages = [], from = 0 } = this.#before ?? {};
    const kept: number[] = [];
    let start = 0;
    for (const [index, page] of pages.entries()) {
      const end = start + page.length;
      // What is added at the very end joins the last page.
      const isTouched = from < end || index === pages.length - 1;
      if (isTouched || page.some((id, at) => id !== this.#panels[start + at]?.id)) break;
      kept.push(page.length);
      start = end;
    }
    if (start === from && this.#joinsPageBefore(start, packing)) kept.pop();
    return kept;
  }

  /**
   * Whether a panel where a page began belongs to the page before: it asks for that, or it is new, and the few panels up to the
   * next page that must begin would make a poor page of their own.
   */
  #joinsPageBefore(start: number, packing: Packing): boolean {
    const panel = this.#panels[start];
    if (panel === undefined || isForcedBreak(this.#panels, start, packing)) return false;
    if (panel.page === 'same') return true;
    const isNew = !this.#before?.pages.some((page) => page.includes(panel.id));
    return isNew && runEnd(this.#panels, start, packing) - start < packing.least.usual;
  }

  /** Sizes of the old pages from this panel on, if one began here and they may stay; null: plan on. */
  restFrom(start: number, page: number, packing: Packing): number[] | null {
    const oldPage = this.#pageAt.get(start);
    if (oldPage === undefined) return null;
    const rest = this.#before?.pages.slice(oldPage).map(({ length }) => length) ?? [];
    const movesSide = (page - oldPage) % 2 !== 0;
    let at = start;
    for (const size of rest) {
      const hasBreakInside = Array.from({ length: size - 1 }, (_, index) => at + index + 1).some((index) =>
        isForcedBreak(this.#panels, index, packing),
      );
      // The side of the panel at the break itself was seen to, if it could be.
      const changesSide = movesSide && at > start && sideOf(this.#panels[at]) !== null;
      if (hasBreakInside || changesSide) return null;
      at += size;
    }
    return rest;
  }
}
