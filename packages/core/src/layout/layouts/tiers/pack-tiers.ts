import type { LaidPanel, LayoutSettings } from '../../layout.ts';
import type { Packing } from '../../plan-runs.ts';
import { costOfPage } from './choose-arrangement.ts';
import type { Room } from './find-arrangements.ts';

/** Panels of a page, but for runs that have fewer. */
const least = 4;
const most = 7;

/** For a side of the book that the file asks for, a page may have as few as this. */
const leastForSide = 2;

const costs = {
  /** A panel more or fewer than the layout's target. */
  offTarget: 0.12,
  /** Two last pages that differ by a panel, squared. */
  unbalanced: 0.06,
  /** A page that ends where none ended before the edit. */
  newBreak: 0.6,
  /** Fewer panels than a page has, or a page that begins with a panel that asks for the page of the one before it. */
  unwanted: 10,
} as const;

/** Fills pages with four to seven panels by what the best arrangement of each page costs. */
export function packTiers(panels: readonly LaidPanel[], settings: LayoutSettings, room: Room, target: number): Packing {
  const pageCost = (start: number, size: number): number => {
    const parted = panels[start]?.page === 'same' ? costs.unwanted : 0;
    const off = costs.offTarget * (size - target) ** 2;
    return costOfPage(panels.slice(start, start + size), settings, room) + off + parted;
  };

  const spread = (start: number, end: number, pages: number, fewest: number): number[] | null => {
    const count = end - start;
    if (pages < 1 || count < pages * fewest || count > pages * most) return null;
    return cheapest(start, pages, end, fewest, pageCost)?.sizes ?? null;
  };

  return {
    standsAlone: ({ weight }) => weight === 'splash',
    least: { usual: least, forSide: leastForSide },
    spread,
    next(start, end, wasBreak) {
      const left = end - start;
      if (left <= most) return left;
      const knowsOld = allSizes.some((size) => wasBreak(start + size));
      return cheapestSize((size) => {
        const rest = left - size;
        const isOld = wasBreak(start + size);
        let cost = pageCost(start, size) + (knowsOld && !isOld ? costs.newBreak : 0);
        if (panels[start + size]?.page === 'same') cost += costs.unwanted;
        if (size < least || rest < least) cost += costs.unwanted;
        if (left > 2 * most) return cost;
        // The last two pages are balanced; three only if they were three before the edit.
        if (rest > most) return cost + (isOld ? 0 : costs.unwanted);
        return cost + pageCost(start + size, rest) + costs.unbalanced * (size - rest) ** 2;
      });
    },
  };
}

const allSizes = Array.from({ length: most }, (_, index) => index + 1);

function cheapestSize(costOf: (size: number) => number): number {
  let chosen = 1;
  let lowest = Number.POSITIVE_INFINITY;
  for (const size of allSizes) {
    const cost = costOf(size);
    if (cost < lowest) [chosen, lowest] = [size, cost];
  }
  return chosen;
}

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
