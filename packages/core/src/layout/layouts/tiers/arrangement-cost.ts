import type { PanelWeight } from '../../layout.ts';
import { printedEm } from '../../lettering-sizes.ts';
import { plannedTolerance } from '../../shapes.ts';
import { cropCost } from './crop.ts';
import type { Arrangement, PageWants, Room } from './find-arrangements.ts';
import { columnWidth, type Tier, tierHeight } from './tier.ts';

/** What speaks against an arrangement. Weights were set by looking at pages. */
const costs = {
  /** All panels off their shapes as far as allowed. */
  stretched: 0.3,
  /** Nothing of the page filled. */
  empty: 5,
  /** A panel of e times the room it should have, or of 1/e. */
  size: 0.9,
  /** A panel half as wide as its letters need. */
  narrow: 1.2,
  /** Words that take e times the part of a panel that they should. */
  crowded: 1.5,
  /** Two tiers in a row with the same columns. */
  sameTiers: 0.15,
  /** A gutter that continues through two tiers: four corners meet, and readers do not know which panel is next. */
  crossing: 0.25,
} as const;

/** Room a panel should have, compared with a normal one. */
const roomOf: Readonly<Record<PanelWeight, number>> = { splash: 4, wide: 1.6, tall: 1.25, normal: 1 };

/** The first panel of a page shows where it happens, so it may be larger. */
const opening = 1.4;

/** Panels may be larger or smaller than they should by this factor, as a logarithm: equal panels are a dull page. */
const freeSize = 0.35;

/** Inches that balloons need. */
const leastWidth = 1.45;
const leastHeight = 1.2;

/** Part of a panel that words should take at most: the rest is for the picture. */
const wordPart = 0.3;

/** Gutters nearer than this part of the width are one line. */
const aligned = 0.02;

/**
 * @param needs areas for the words, see `areasOf`
 * @param limit a cost from which on only that it is higher matters
 */
export function costOfArrangement(
  { tiers, stretch, width, height }: Omit<Arrangement, 'cost'>,
  { weights, frames = [] }: PageWants,
  room: Room,
  needs: readonly number[],
  limit = Number.POSITIVE_INFINITY,
): number {
  const filled = (width * height) / (room.width * room.height);
  let cost = costs.stretched * (Math.log(stretch) / plannedTolerance) ** 2 + costs.empty * (1 - filled);
  let start = 0;
  for (const tier of needs.length > 0 ? tiers : []) {
    cost += crowdedTier(tier, { width, stretch }, room, needs, start);
    if (cost > limit) return cost;
    start += tier.columns.reduce((sum, column) => sum + column.length, 0);
  }
  const wanted = weights.map((weight, index) => roomOf[weight] * (index === 0 ? opening : 1));
  const inAll = wanted.reduce((sum, part) => sum + part, 0);
  let panel = 0;
  let before: readonly number[] = [];
  for (const [index, tier] of tiers.entries()) {
    if (cost > limit) return cost;
    const tall = tierHeight(tier, width, stretch);
    const edges: number[] = [];
    let x = 0;
    for (const column of tier.columns) {
      const wide = stretch * columnWidth(column) * (tall - (column.length - 1) * room.gutters.betweenRows);
      for (const aspect of column) {
        const high = wide / (aspect * stretch);
        const share = ((wide * high) / (width * height)) * (inAll / (wanted[panel] ?? 1));
        cost += (costs.size * Math.max(0, Math.abs(Math.log(share)) - freeSize) ** 2) / Math.sqrt(weights.length);
        cost += cropCost(wide / high, frames[panel] ?? null);
        cost += costs.narrow * Math.max(0, (leastWidth * room.dpi) / wide - 1, (leastHeight * room.dpi) / high - 1);
        panel += 1;
      }
      x += wide + room.gutters.betweenColumns;
      edges.push(x);
    }
    edges.pop();
    if (edges.some((edge) => before.some((other) => Math.abs(edge - other) < aligned * width))) cost += costs.crossing;
    const above = tiers[index - 1];
    if (above !== undefined && isSame(above, tier)) cost += costs.sameTiers;
    before = edges;
  }
  return cost;
}

/** Areas in which words take no more than this part, in pixels. Default: what leaves enough of the picture. */
export const areasOf = (words: readonly number[], dpi: number, part = wordPart): number[] =>
  words.map((room) => (room * printedEm(dpi) ** 2) / part);

const crowdedCost = (need: number, area: number): number => (need > area ? costs.crowded * Math.log(need / area) : 0);

/** What the words of a tier cost; its first panel is the one at `start`. */
export function crowdedTier(
  tier: Tier,
  { width, stretch }: Pick<Arrangement, 'width' | 'stretch'>,
  { gutters }: Room,
  needs: readonly number[],
  start: number,
): number {
  const tall = tierHeight(tier, width, stretch);
  let cost = 0;
  let panel = start;
  for (const column of tier.columns) {
    const wide = stretch * columnWidth(column) * (tall - (column.length - 1) * gutters.betweenRows);
    for (const aspect of column) {
      cost += crowdedCost(needs[panel] ?? 0, wide ** 2 / (aspect * stretch));
      panel += 1;
    }
  }
  return cost;
}

/**
 * What words cost at least when panels that need these areas share one: it is parted best where each gets as much as any other. Only the
 * largest needs are looked at, as many as give the highest bound.
 */
export function leastCrowded(needs: readonly number[]): (area: number) => number {
  const sums: number[] = [];
  for (const need of needs.filter((it) => it > 0).toSorted((a, b) => b - a)) {
    sums.push((sums.at(-1) ?? 0) + Math.log(need));
  }
  return (area) =>
    costs.crowded * sums.reduce((most, sum, at) => Math.max(most, sum - (at + 1) * Math.log(area / (at + 1))), 0);
}

const isSame = (a: Tier, b: Tier): boolean =>
  a.columns.length === b.columns.length &&
  a.columns.every((column, index) => column.join() === b.columns[index]?.join());
