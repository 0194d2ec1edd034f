import type { PixelSize } from '../../../picture.ts';
import type { PanelWeight } from '../../layout.ts';
import { plannedTolerance } from '../../shapes.ts';
import { costOfArrangement } from './arrangement-cost.ts';
import { cropCost } from './crop.ts';
import { listTiers, maxInTier } from './list-tiers.ts';
import type { Gutters, Tier } from './tier.ts';

/** Room for the panels of one page. */
export interface Room extends PixelSize {
  readonly gutters: Gutters;
  /** Pixels of an inch: letters need a width in inches. */
  readonly dpi: number;
}

/** One way of filling a page with tiers. */
export interface Arrangement {
  readonly tiers: readonly Tier[];
  /** See `Tier`. */
  readonly stretch: number;
  /** Less than the room's when tiers of full width would be too high. */
  readonly width: number;
  /** Less than the room's when tiers of full width are not high enough. */
  readonly height: number;
  readonly cost: number;
}

/**
 * The arrangements of one page that cost little more than the best, cheapest first. All partitions of the panels into
 * tiers and all shapes of the panels are tried. If none fills the page within the tolerance, the page keeps some
 * room free: shapes matter more, since what does not fit is cropped.
 *
 * @param frames width over height of frames that are there already; cropping one costs
 */
export function findArrangements(
  weights: readonly PanelWeight[],
  room: Room,
  frames: readonly (number | null)[] = [],
): Arrangement[] {
  const filled = search(weights, room, frames, true);
  return filled.length > 0 ? filled : search(weights, room, frames, false);
}

/** Arrangements that cost this much more than the best are still good pages: books need more than one page for six equal panels. */
export const spread = 0.4;
const kept = 40;

function search(
  weights: readonly PanelWeight[],
  room: Room,
  frames: readonly (number | null)[],
  filledOnly: boolean,
): Arrangement[] {
  const found: Arrangement[] = [];
  const choices = listChoices(weights, room, frames);
  const ahead = prospects(choices);
  let best = Number.POSITIVE_INFINITY;

  const visit = (start: number, tiers: readonly Tier[], scaled: number, fixed: number, cost: number): void => {
    if (start === weights.length) {
      // The gutter above the first tier was counted, too.
      const arrangement = fill(tiers, scaled, fixed - room.gutters.betweenRows, room);
      if (filledOnly && (arrangement.width < room.width || arrangement.height < room.height)) return;
      const own = tiers.reduce((sum, tier) => sum + tier.cost, 0);
      const total = own + costOfArrangement(arrangement, weights, room, frames);
      if (total > best + spread) return;
      best = Math.min(best, total);
      found.push({ ...arrangement, cost: total });
      return;
    }
    for (const choice of choices[start] ?? []) {
      const next = start + choice.panels;
      const rest = ahead[next];
      if (rest === undefined || cost + choice.cost + rest.cost > best + spread) continue;
      const nextScaled = scaled + choice.scaled;
      const nextFixed = fixed + choice.fixed;
      const height = room.height + room.gutters.betweenRows;
      const tooHigh = nextScaled * lowest + nextFixed + rest.low > height;
      const tooLow = nextScaled * highest + nextFixed + rest.high < height;
      if (filledOnly && (tooHigh || tooLow)) continue;
      visit(next, [...tiers, choice.tier], nextScaled, nextFixed, cost + choice.cost);
    }
  };
  visit(0, [], 0, 0, 0);
  return found
    .filter(({ cost }) => cost <= best + spread)
    .sort((a, b) => a.cost - b.cost)
    .slice(0, kept);
}

const lowest = Math.exp(-plannedTolerance);
const highest = Math.exp(plannedTolerance);

/** A tier that can begin with a certain panel. Its height with the gutter above it is `scaled / stretch + fixed`. */
interface Choice {
  readonly tier: Tier;
  readonly panels: number;
  readonly scaled: number;
  readonly fixed: number;
  /** The least it costs, whatever its stretch. */
  readonly cost: number;
}

/** The tiers that can begin with each panel, the cheapest first. */
function listChoices(weights: readonly PanelWeight[], room: Room, frames: readonly (number | null)[]): Choice[][] {
  return weights.map((_, start) =>
    Array.from({ length: Math.min(maxInTier, weights.length - start) }, (_, extra) => extra + 1)
      .flatMap((panels) =>
        listTiers(weights.slice(start, start + panels), room.gutters).map((tier) => ({
          tier,
          panels,
          scaled: (room.width - tier.gaps) / tier.perHeight,
          fixed: room.gutters.betweenRows + tier.stacked / tier.perHeight,
          cost: tier.cost + leastCrop(tier, frames.slice(start)),
        })),
      )
      .sort((a, b) => a.cost - b.cost),
  );
}

/** What cropping frames to the shapes of a tier costs at least, if the tier is stretched as the frames like it. */
function leastCrop({ columns }: Tier, frames: readonly (number | null)[]): number {
  return columns.flat().reduce((sum, aspect, index) => {
    const frame = frames[index] ?? null;
    if (frame === null) return sum;
    return sum + cropCost(Math.min(Math.max(frame, aspect * lowest), aspect * highest), frame);
  }, 0);
}

/** What the panels from each on cost at least, and the heights they can have. */
function prospects(choices: readonly (readonly Choice[])[]): { cost: number; low: number; high: number }[] {
  const ahead = Array.from({ length: choices.length + 1 }, () => ({ cost: 0, low: 0, high: 0 }));
  for (let start = choices.length - 1; start >= 0; start--) {
    const own = { cost: Number.POSITIVE_INFINITY, low: Number.POSITIVE_INFINITY, high: 0 };
    for (const { panels, cost, scaled, fixed } of choices[start] ?? []) {
      const rest = ahead[start + panels];
      if (rest === undefined) continue;
      own.cost = Math.min(own.cost, cost + rest.cost);
      own.low = Math.min(own.low, scaled * lowest + fixed + rest.low);
      own.high = Math.max(own.high, scaled * highest + fixed + rest.high);
    }
    ahead[start] = own;
  }
  return ahead;
}

/**
 * Stretches the tiers, whose heights are `scaled / stretch + fixed`, to the height of the room. Beyond the tolerance the block gets
 * narrower, or stays lower, than the room.
 */
function fill(tiers: readonly Tier[], scaled: number, fixed: number, room: Room): Omit<Arrangement, 'cost'> {
  const stretch = scaled / (room.height - fixed);
  if (stretch > 0 && stretch <= highest && stretch >= lowest) {
    return { tiers, stretch, width: room.width, height: room.height };
  }
  if (stretch > 0 && stretch < lowest) {
    return { tiers, stretch: lowest, width: room.width, height: scaled / lowest + fixed };
  }
  // Each pixel of width takes `perWidth` pixels of height.
  const perWidth = tiers.reduce((sum, { perHeight }) => sum + 1 / perHeight / highest, 0);
  const excess = scaled / highest + fixed - room.height;
  return { tiers, stretch: highest, width: Math.max(1, room.width - excess / perWidth), height: room.height };
}
