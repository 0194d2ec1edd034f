import type { LaidPanel, LayoutSettings } from '../../layout.ts';
import type { Packing } from '../../plan-runs.ts';
import { costOfPage, excessOf, leastCostOfPage } from './choose-arrangement.ts';
import type { Room } from './find-arrangements.ts';

/** Panels of a page, but for runs that have fewer, and where the words of one more would have no room. */
const least = 4;
const most = 7;

/** For a side of the book that the file asks for, a page may have as few as this. */
const leastForSide = 2;

/** Pages looked ahead to; a run that ends within them is planned to its end. */
const ahead = 3;

/**
 * Where more panels than this are left, words are looked ahead to by one page alone: pages with words are rarely alike, so each is
 * searched, and 2,000 panels would take seconds.
 */
const manyLeft = 200;

/** From this excess on, see `excessOf`, a page may have fewer panels than four instead. */
const fullFrom = 0.44;

const costs = {
  /** A panel more or fewer than the layout's target, squared. */
  offTarget: 0.12,
  /** Two last pages that differ by a panel, squared. */
  unbalanced: 0.06,
  /** Taken from a page that begins with a scene. */
  sceneStart: 1.2,
  /** What a good page costs: without it, few pages would be better than many. */
  usual: 0.4,
  /** A page that ends where none ended before the edit. */
  newBreak: 0.6,
  /** Words that have too little room in their panel, see `excessOf`. */
  overfull: 2,
  /** Fewer panels than a page has. */
  few: 10,
  /** A page that begins with a panel that asks for the page of the one before it. */
  parted: 20,
} as const;

/** Fills pages with four to seven panels by what the best arrangement of each page costs. */
export function packTiers(panels: readonly LaidPanel[], settings: LayoutSettings, room: Room, target: number): Packing {
  const sizeCost = (start: number, size: number): number => {
    const first = panels[start];
    const asked = first?.page === 'same' ? costs.parted : first?.pause === 'long' ? -costs.sceneStart : 0;
    return asked + costs.offTarget * (size - target) ** 2;
  };
  const pageCost = (start: number, size: number): number =>
    costOfPage(panels.slice(start, start + size), settings, room) + sizeCost(start, size);
  const leastPageCost = (start: number, size: number): number =>
    leastCostOfPage(panels.slice(start, start + size), room) + sizeCost(start, size);
  const excesses = new Map<string, number>();
  const excess = (start: number, end: number): number => {
    const key = `${start} ${end}`;
    const known = excesses.get(key) ?? excessOf(panels.slice(start, end), settings, room);
    excesses.set(key, known);
    return known;
  };
  const isFull = (start: number, end: number): boolean => excess(start, end) > fullFrom;

  return {
    standsAlone: ({ weight }) => weight === 'splash',
    least: { usual: least, forSide: leastForSide },
    spread(start, end, pages, fewest) {
      const count = end - start;
      if (pages < 1 || count < pages * fewest || count > pages * most) return null;
      return cheapest(start, pages, end, fewest, pageCost)?.sizes ?? null;
    },
    next(start, end, wasBreak) {
      const known = new Map<string, Next>();
      // After an edit, the fewer pages until one ends where it did, the better.
      const isEdit = Array.from({ length: ahead * most }, (_, index) => start + index + 1).some(wasBreak);
      const offset = isEdit ? costs.newBreak : -costs.usual;
      const isLong =
        end - start > manyLeft && panels.slice(start, start + ahead * most).some(({ wordRoom }) => wordRoom);
      const pages = end - start <= ahead * most ? Number.POSITIVE_INFINITY : isLong ? 1 : ahead;

      /** The best next page, and what it and the pages after it cost: at most so many, or up to where old pages stay. */
      const from = (at: number, left: number): Next => {
        const key = `${at} ${left}`;
        const seen = known.get(key);
        if (seen !== undefined) return seen;
        const sizes = end - at <= most && !isTooMuch(at) ? [end - at] : sizesFor(end - at);
        const found = sizes.reduce<Next>(
          (best, size) => {
            const besides = offset + costAfter(at, size, left);
            if (leastPageCost(at, size) + besides >= best.cost) return best;
            const cost = pageCost(at, size) + besides + costs.overfull * excess(at, at + size);
            return cost < best.cost ? { size, cost } : best;
          },
          { size: 1, cost: Number.POSITIVE_INFINITY },
        );
        known.set(key, found);
        return found;
      };
      const costAfter = (at: number, size: number, left: number): number => {
        const rest = end - at - size;
        const few = rest > 0 && isFew(at, size) ? costs.few : 0;
        if (wasBreak(at + size) || rest === 0 || left === 1) return few;
        const isLast = rest <= most && !isTooMuch(at + size);
        const fewLast = isLast && isFewLast(at, size) ? costs.few : 0;
        return few + (isLast ? lastCost(size, rest) + fewLast : 0) + from(at + size, left - 1).cost;
      };
      /** What is left would stand on one page if its words left the room. */
      const isTooMuch = (at: number): boolean => end - at <= most && isFull(at, end);
      const isFew = (at: number, size: number): boolean => size < least && !isTooMuch(at) && !isFull(at, at + size + 1);
      /** Whether the page behind this one, the last, has too few panels. */
      const isFewLast = (at: number, size: number): boolean =>
        end - at - size < least && !isTooMuch(at) && !isFull(at + size - 1, end);
      return from(start, pages).size;
    },
  };
}

interface Next {
  readonly size: number;
  readonly cost: number;
}

/** Panels that a page may have when so many are left, the usual numbers first: others are rarely worth a search. */
const sizesFor = (left: number): number[] =>
  [...range(least, most), ...range(1, least - 1)].filter((size) => size <= left);

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** Of the last two pages of a run. */
const lastCost = (size: number, rest: number): number => costs.unbalanced * (size - rest) ** 2;

interface Spread {
  readonly sizes: number[];
  readonly cost: number;
}

/** The cheapest sizes of exactly so many pages. */
function cheapest(
  start: number,
  pages: number,
  end: number,
  fewest: number,
  pageCost: (start: number, size: number) => number,
): Spread | null {
  const known = new Map<string, Spread | null>();
  const from = (at: number, left: number): Spread | null => {
    const key = `${at} ${left}`;
    const seen = known.get(key);
    if (seen !== undefined) return seen;
    let found: Spread | null = left === 0 && at === end ? { sizes: [], cost: 0 } : null;
    for (let size = fewest; left > 0 && size <= Math.min(most, end - at); size++) {
      const rest = from(at + size, left - 1);
      if (rest === null) continue;
      const cost = pageCost(at, size) + rest.cost;
      if (found === null || cost < found.cost) found = { sizes: [size, ...rest.sizes], cost };
    }
    known.set(key, found);
    return found;
  };
  return from(start, pages);
}
