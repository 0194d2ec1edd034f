import type { PixelSize } from '../../../picture.ts';
import type { PanelWeight } from '../../layout.ts';
import { costOfArrangement } from './arrangement-cost.ts';
import { listTiers } from './list-tiers.ts';
import { type Gutters, plannedTolerance, type Tier } from './tier.ts';

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
const spread = 0.22;
const kept = 24;

function search(
  weights: readonly PanelWeight[],
  room: Room,
  frames: readonly (number | null)[],
  filledOnly: boolean,
): Arrangement[] {
  const found: Arrangement[] = [];
  const tiersFrom = listAll(weights, room.gutters);
  let best = Number.POSITIVE_INFINITY;

  const visit = (start: number, tiers: readonly Tier[], scaled: number, fixed: number, cost: number): void => {
    if (cost > best + spread) return;
    if (start === weights.length) {
      const arrangement = fill(tiers, scaled, fixed, room);
      if (filledOnly && (arrangement.width < room.width || arrangement.height < room.height)) return;
      const total = cost + costOfArrangement(arrangement, weights, room, frames);
      if (total > best + spread) return;
      best = Math.min(best, total);
      found.push({ ...arrangement, cost: total });
      return;
    }
    const gutter = tiers.length === 0 ? 0 : room.gutters.betweenRows;
    for (const { tier, panels } of tiersFrom[start] ?? []) {
      const nextScaled = scaled + (room.width - tier.gaps) / tier.perHeight;
      const nextFixed = fixed + gutter + tier.stacked / tier.perHeight;
      if (filledOnly && nextScaled * lowest + nextFixed > room.height) continue;
      visit(start + panels, [...tiers, tier], nextScaled, nextFixed, cost + tier.cost);
    }
  };
  visit(0, [], 0, 0, 0);
  return found
    .filter(({ cost }) => cost <= best + spread)
    .sort((a, b) => a.cost - b.cost)
    .slice(0, kept);
}

const lowest = Math.exp(-plannedTolerance);

/** The tiers that can begin with each panel. */
function listAll(weights: readonly PanelWeight[], gutters: Gutters): { tier: Tier; panels: number }[][] {
  return weights.map((_, start) =>
    Array.from({ length: Math.min(4, weights.length - start) }, (_, extra) => extra + 1).flatMap((panels) =>
      listTiers(weights.slice(start, start + panels), gutters).map((tier) => ({ tier, panels })),
    ),
  );
}

/**
 * Stretches the tiers, whose heights are `scaled / stretch + fixed`, to the height of the room. Beyond the tolerance the block gets
 * narrower, or stays lower, than the room.
 */
function fill(tiers: readonly Tier[], scaled: number, fixed: number, room: Room): Omit<Arrangement, 'cost'> {
  const stretch = scaled / (room.height - fixed);
  const most = Math.exp(plannedTolerance);
  if (stretch > 0 && stretch <= most && stretch >= lowest) {
    return { tiers, stretch, width: room.width, height: room.height };
  }
  if (stretch > 0 && stretch < lowest) {
    return { tiers, stretch: lowest, width: room.width, height: scaled / lowest + fixed };
  }
  // Each pixel of width takes `perWidth` pixels of height.
  const perWidth = tiers.reduce((sum, { perHeight }) => sum + 1 / perHeight / most, 0);
  const excess = scaled / most + fixed - room.height;
  return { tiers, stretch: most, width: Math.max(1, room.width - excess / perWidth), height: room.height };
}
