import type { PixelSize } from '../../../picture.ts';
import type { PanelWeight } from '../../layout.ts';
import { plannedTolerance } from '../../shapes.ts';
import { areasOf, costOfArrangement, crowdedTier, leastCrowded } from './arrangement-cost.ts';
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

/** What the panels of a page ask for, each in reading order. */
export interface PageWants {
  readonly weights: readonly PanelWeight[];
  /** Width over height of frames that are there already; cropping one costs. Absent: there are none. */
  readonly frames?: readonly (number | null)[];
  /** Room for words, in squares of the font size. Absent: there are few words. */
  readonly words?: readonly number[];
}

/**
 * The arrangements of one page that cost little more than the best, cheapest first. All partitions of the panels into
 * tiers and all shapes of the panels are tried. If none fills the page within the tolerance, the page keeps some
 * room free: shapes matter more, since what does not fit is cropped.
 */
export function findArrangements(wants: PageWants, room: Room): Arrangement[] {
  return searchFilled(wants, room, spread);
}

/** The cheapest of them, which takes less time. */
export function findBest(wants: PageWants, room: Room): Arrangement | undefined {
  return searchFilled(wants, room, rounding)[0];
}

function searchFilled(wants: PageWants, room: Room, margin: number): Arrangement[] {
  const filled = search(wants, room, { filledOnly: true, margin });
  return filled.length > 0 ? filled : search(wants, room, { filledOnly: false, margin });
}

/** Arrangements that cost this much more than the best are still good pages: books need more than one page for six equal panels. */
export const spread = 0.4;
const kept = 40;

/** Bounds are sums in another order than costs. */
const rounding = 1e-9;

interface Search {
  readonly filledOnly: boolean;
  /** What an arrangement may cost more than the best. */
  readonly margin: number;
}

function search(wants: PageWants, room: Room, { filledOnly, margin }: Search): Arrangement[] {
  const { weights } = wants;
  const found: Arrangement[] = [];
  const needs = areasOf(wants.words ?? [], room.dpi);
  const choices = listChoices(wants, room, needs);
  const ahead = prospects(choices, needs);
  const inAll = leastCrowded(needs)(room.width * room.height);
  let best = Number.POSITIVE_INFINITY;

  /** The least that all tiers cost, of which some are chosen. */
  const bound = (rest: Prospect, cost: number, words: number, left: number): number =>
    Math.max(
      cost + words + rest.cost,
      cost + rest.shapes + Math.max(inAll, words + (needs.length === 0 ? 0 : rest.crowded(left))),
    );
  const visit = (
    start: number,
    tiers: readonly Tier[],
    scaled: number,
    fixed: number,
    cost: number,
    words: number,
  ): void => {
    if (start === weights.length) {
      // The gutter above the first tier was counted, too.
      const arrangement = fill(tiers, scaled, fixed - room.gutters.betweenRows, room);
      if (filledOnly && (arrangement.width < room.width || arrangement.height < room.height)) return;
      const own = tiers.reduce((sum, tier) => sum + tier.cost, 0);
      const total = own + costOfArrangement(arrangement, wants, room, needs, best + margin - own);
      if (total > best + margin) return;
      best = Math.min(best, total);
      found.push({ ...arrangement, cost: total });
      return;
    }
    for (const choice of choices[start] ?? []) {
      const next = start + choice.panels;
      const rest = ahead[next];
      if (rest === undefined) continue;
      const nextScaled = scaled + choice.scaled;
      const nextFixed = fixed + choice.fixed;
      const height = room.height + room.gutters.betweenRows;
      const tooHigh = nextScaled * lowest + nextFixed + rest.low > height;
      const tooLow = nextScaled * highest + nextFixed + rest.high < height;
      if (filledOnly && (tooHigh || tooLow)) continue;
      const left = room.width * Math.max(1, height - nextScaled * lowest - nextFixed);
      if (bound(rest, cost + choice.cost, words + choice.words, left) > best + margin) continue;
      visit(next, [...tiers, choice.tier], nextScaled, nextFixed, cost + choice.cost, words + choice.words);
    }
  };
  visit(0, [], 0, 0, 0, 0);
  return found
    .filter(({ cost }) => cost <= best + margin)
    .sort((a, b) => a.cost - b.cost)
    .slice(0, kept);
}

/** How much more weights count on a page where words ask for room, too: what the file says comes first. */
const insistence = 4;

const lowest = Math.exp(-plannedTolerance);
const highest = Math.exp(plannedTolerance);

/** A tier that can begin with a certain panel. Its height with the gutter above it is `scaled / stretch + fixed`. */
interface Choice {
  readonly tier: Tier;
  readonly panels: number;
  readonly scaled: number;
  readonly fixed: number;
  /** The least that its shapes cost, whatever its stretch. */
  readonly cost: number;
  /** The least that its words cost besides. */
  readonly words: number;
}

/** The tiers that can begin with each panel, the cheapest first. */
function listChoices({ weights, frames = [] }: PageWants, room: Room, needs: readonly number[]): Choice[][] {
  const insist = needs.length === 0 ? 1 : insistence;
  return weights.map((_, start) =>
    Array.from({ length: Math.min(maxInTier, weights.length - start) }, (_, extra) => extra + 1)
      .flatMap((panels) =>
        listTiers(weights.slice(start, start + panels), room.gutters, insist).map((tier) => ({
          tier,
          panels,
          scaled: (room.width - tier.gaps) / tier.perHeight,
          fixed: room.gutters.betweenRows + tier.stacked / tier.perHeight,
          cost: tier.cost + leastCrop(tier, frames.slice(start)),
          // A tier is highest, and its panels as large as they get, when it is stretched least.
          words: crowdedTier(tier, { width: room.width, stretch: lowest }, room, needs, start),
        })),
      )
      .sort((a, b) => a.cost + a.words - b.cost - b.words),
  );
}

/** What cropping frames to the shapes of a tier costs at least, if the tier is stretched as the frames like it. */
function leastCrop({ columns }: Tier, frames: readonly (number | null)[]): number {
  if (frames.length === 0) return 0;
  return columns.flat().reduce((sum, aspect, index) => {
    const frame = frames[index] ?? null;
    if (frame === null) return sum;
    return sum + cropCost(Math.min(Math.max(frame, aspect * lowest), aspect * highest), frame);
  }, 0);
}

interface Prospect {
  readonly cost: number;
  /** Without their words. */
  readonly shapes: number;
  readonly low: number;
  readonly high: number;
  /** What their words cost at least in an area. */
  readonly crowded: (area: number) => number;
}

/** What the panels from each on cost at least, and the heights they can have. */
function prospects(choices: readonly (readonly Choice[])[], needs: readonly number[]): Prospect[] {
  const ahead = Array.from(
    { length: choices.length + 1 },
    (_, start): Prospect => ({
      cost: 0,
      shapes: 0,
      low: 0,
      high: 0,
      crowded: leastCrowded(needs.slice(start)),
    }),
  );
  for (let start = choices.length - 1; start >= 0; start--) {
    const own = {
      cost: Number.POSITIVE_INFINITY,
      shapes: Number.POSITIVE_INFINITY,
      low: Number.POSITIVE_INFINITY,
      high: 0,
    };
    const { crowded } = ahead[start] as Prospect;
    for (const { panels, cost, words, scaled, fixed } of choices[start] ?? []) {
      const rest = ahead[start + panels];
      if (rest === undefined) continue;
      own.cost = Math.min(own.cost, cost + words + rest.cost);
      own.shapes = Math.min(own.shapes, cost + rest.shapes);
      own.low = Math.min(own.low, scaled * lowest + fixed + rest.low);
      own.high = Math.max(own.high, scaled * highest + fixed + rest.high);
    }
    ahead[start] = { ...own, crowded };
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
