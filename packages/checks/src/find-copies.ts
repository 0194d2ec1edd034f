import type { Pixels } from '@nextpanel/core';

/** Side of the thumbnails that are compared, in cells: coarse enough to hide noise, fine enough to show an arm. */
const side = 24;
/** How a picture is read to be compared. */
export const copySize = { width: side, height: side } as const;
const channels = 3;

/** Largest difference of a cell in any channel, in levels of 255, once brightness and position are aligned. */
export const mostCellDifference = 25;

/** Largest distance of the mean colours, in levels of 255. A white that is 3 % darker is 13 away. */
const mostColourDistance = 16;

/** How far a copy may be shifted, in cells. Beyond that it is another picture. */
const mostShift = 0.25;

export interface CopyPair {
  /** Indices from 0; `a` comes before `b`. */
  readonly a: number;
  readonly b: number;
  /** The largest difference of a cell, in levels of 255; 0 is identical. */
  readonly distance: number;
}

/**
 * Pairs of pictures, read at `copySize`, that show the same, because a model returned one picture twice or
 * returned its reference. Thumbnails of 24×24 cells in colour are compared, aligned in brightness and, by a fraction of a
 * cell, in position. The cell that differs most decides: another pose changes a few cells a lot, a copy changes all of
 * them a little.
 *
 * Measured on storyboard frames of 256, 512 and 1024 pixels, 48 at each (three stories of eight, one all in one room, one all of
 * the same words; with and without a reference). Copies as JPEG q80 differ by at most 12.9, 3 % brighter by 6.8, darker by
 * 8.7, shifted by a pixel both ways by 16.3 (256 pixels) or 6.7 (1024), of half the size as WebP q70 by 16.6. Frames of one
 * story differ by at least 35.2; all pairs but one by 50.2 and more. Perceptual hashes cannot
 * distinguish these: the closest frames differ in 2 of 64 pHash bits, copies in up to 4 (dHash: 10, and up to 14). About 4 ms
 * of CPU per picture of 1024×1024; 0.7 s for 64 of them, each compared with each other.
 */
export function findCopies(pictures: readonly Pixels[]): CopyPair[] {
  const shrunk = pictures.map(measureCells);
  return shrunk.flatMap((one, a) =>
    shrunk.slice(a + 1).flatMap((other, after) => {
      if (colourDistance(one, other) > mostColourDistance) return [];
      const distance = largestDifference(one, other);
      return distance > mostCellDifference ? [] : [{ a, b: a + 1 + after, distance: rounded(distance) }];
    }),
  );
}

/**
 * How much one picture differs from each of some others, in the measure of `findCopies`; at most `mostCellDifference` is a copy. A
 * picture of other colours counts as farther away, by how far its mean colour is.
 */
export function copyDistances(picture: Pixels, others: readonly Pixels[]): number[] {
  const one = measureCells(picture);
  return others.map((pixels) => {
    const other = measureCells(pixels);
    const colours = colourDistance(one, other);
    const cells = largestDifference(one, other);
    return rounded(colours > mostColourDistance ? Math.max(cells, mostCellDifference + colours) : cells);
  });
}

const rounded = (distance: number): number => Math.round(distance * 10) / 10;

interface Cells {
  /** RGB of the cells, row by row. */
  readonly cells: Uint8Array;
  /** How much each value grows per cell to the right and down. */
  readonly slopes: readonly [right: Float32Array, down: Float32Array];
  /** Mean of each channel, 0–255. */
  readonly colour: readonly [number, number, number];
  readonly brightness: number;
}

function measureCells({ data: cells }: Pixels): Cells {
  const mean = (channel: number) =>
    cells.reduce((sum, value, at) => (at % channels === channel ? sum + value : sum), 0) / (side * side);
  const colour = [mean(0), mean(1), mean(2)] as const;
  const brightness = (colour[0] + colour[1] + colour[2]) / channels;
  return { cells, slopes: [slopeOf(cells, 1, 0), slopeOf(cells, 0, 1)], colour, brightness };
}

function slopeOf(cells: Uint8Array, right: 0 | 1, down: 0 | 1): Float32Array {
  const within = (place: number) => Math.min(side - 1, Math.max(0, place));
  return Float32Array.from(cells, (_, at) => {
    const [channel, x, y] = [at % channels, Math.floor(at / channels) % side, Math.floor(at / channels / side)];
    const value = (way: 1 | -1) =>
      cells[(within(y + way * down) * side + within(x + way * right)) * channels + channel] ?? 0;
    return (value(1) - value(-1)) / 2;
  });
}

function colourDistance(one: Cells, other: Cells): number {
  return Math.hypot(...one.colour.map((mean, channel) => mean - (other.colour[channel] ?? 0)));
}

/** The largest difference of a cell that neither brightness nor a small shift explains. */
function largestDifference(one: Cells, other: Cells): number {
  const gain = other.brightness > 0 ? one.brightness / other.brightness : 1;
  const differences = Float32Array.from(one.cells, (value, at) => (other.cells[at] ?? 0) * gain - value);
  const [right, down] = one.slopes;
  const [x, y] = shiftBehind(differences, right, down);
  return differences.reduce(
    (most, difference, at) => Math.max(most, Math.abs(difference - x * (right[at] ?? 0) - y * (down[at] ?? 0))),
    0,
  );
}

/** The shift, in cells, that explains most of the differences: least squares over the gradients, as in optical flow. */
function shiftBehind(differences: Float32Array, right: Float32Array, down: Float32Array): [x: number, y: number] {
  const [xx, xy, yy] = [dot(right, right), dot(right, down), dot(down, down)];
  const [xd, yd] = [dot(right, differences), dot(down, differences)];
  const determinant = xx * yy - xy * xy;
  // No gradient in two directions: a flat picture, or stripes.
  if (determinant < 1) return [0, 0];
  const bounded = (shift: number) => Math.min(mostShift, Math.max(-mostShift, shift));
  return [bounded((yy * xd - xy * yd) / determinant), bounded((xx * yd - xy * xd) / determinant)];
}

function dot(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
}
