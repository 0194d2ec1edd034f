import { tolerance } from './find-gutters.ts';
import { type LineProfile, median, type Stretch, samplesOf, shareNear } from './line-profile.ts';

/** Shares of a cell. More of the gutter's colour than this is art, and so is a black line thicker than a border. */
const mostGutter = 0.08;
const mostBorder = 0.025;
const leastBorder = 3;

/** Share of a line that must have the gutter's colour where it runs along one panel. */
const gutterShare = 0.93;

/** A panel's border is this dark on this share of its length: figures may cross it. */
const inkTo = 90;
const borderShare = 0.85;

/** How much a border's grey level may vary: dark art behind it is lighter. */
const inkTolerance = 24;

/** Lines between gutter and border that belong to neither (an antialiased edge). */
const blend = 3;

/** Lines cut off behind an edge, as a share of the cell: antialiasing, and the gutter's colour spread by JPEG. */
const inset = 0.003;

export interface PanelEdge {
  /** Where the gutter is known to end, in pixels: the first line that may be art. */
  readonly line: number;
  /** The direction into the panel. */
  readonly inwards: 1 | -1;
  /** The gutter's grey, 0–255. */
  readonly level: number;
  /** Size of the cell across the lines, in pixels. */
  readonly cell: number;
  /** The panel's own part of the lines. */
  readonly stretch: Stretch;
}

/** The first line of art after the rest of the gutter, a thin black border and the antialiased edge. */
export function trimEdge(profile: LineProfile, { line, inwards, level, cell, stretch }: PanelEdge): number {
  const samples = (depth: number) => samplesOf(profile, line + inwards * depth, stretch);
  const gutter = countWhile(
    (depth) => shareNear(samples(depth), level, tolerance) >= gutterShare,
    0,
    Math.ceil(cell * mostGutter),
  );
  const start = gutter ?? 0;
  const depth = start + (borderAfter(samples, start, Math.max(leastBorder, Math.ceil(cell * mostBorder))) ?? 0);
  return line + inwards * (depth + Math.max(1, Math.round(cell * inset)));
}

/** How many lines after `start` a thin black border ends. Null if none begins there, or if it never ends: a dark picture. */
function borderAfter(samples: (depth: number) => number[], start: number, most: number): number | null {
  const isInk = (depth: number) => {
    const line = samples(depth);
    return line.filter((value) => value <= inkTo).length >= borderShare * line.length;
  };
  const blended = countWhile((at) => !isInk(start + at), 0, blend);
  if (blended === null) return null;
  const first = start + blended;
  // The first line may be blended with the gutter; the second is solid ink.
  const ink = Math.min(median(samples(first)), median(samples(first + 1)));
  const border = countWhile((at) => shareNear(samples(first + at), ink, inkTolerance) >= borderShare, 1, most);
  return border === null ? null : blended + border;
}

/** How many consecutive lines satisfy it, starting at `from`. Null if more than `most`. */
function countWhile(holds: (at: number) => boolean, from: number, most: number): number | null {
  for (let at = from; at <= most; at++) if (!holds(at)) return at;
  return null;
}
