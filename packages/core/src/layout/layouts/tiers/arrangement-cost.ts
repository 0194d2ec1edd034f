import type { PanelWeight } from '../../layout.ts';
import { plannedTolerance } from '../../shapes.ts';
import { cropCost } from './crop.ts';
import type { Arrangement, Room } from './find-arrangements.ts';
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

/** Gutters nearer than this part of the width are one line. */
const aligned = 0.02;

export function costOfArrangement(
  { tiers, stretch, width, height }: Omit<Arrangement, 'cost'>,
  weights: readonly PanelWeight[],
  room: Room,
  frames: readonly (number | null)[],
): number {
  const filled = (width * height) / (room.width * room.height);
  let cost = costs.stretched * (Math.log(stretch) / plannedTolerance) ** 2 + costs.empty * (1 - filled);
  const wanted = weights.map((weight, index) => roomOf[weight] * (index === 0 ? opening : 1));
  const inAll = wanted.reduce((sum, part) => sum + part, 0);
  let panel = 0;
  let before: readonly number[] = [];
  for (const [index, tier] of tiers.entries()) {
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

const isSame = (a: Tier, b: Tier): boolean =>
  a.columns.length === b.columns.length &&
  a.columns.every((column, index) => column.join() === b.columns[index]?.join());
