import { NextpanelError } from '@nextpanel/core';
import { loadSharp, type Sharp } from './load-sharp.ts';

/** Side of the small copies that are compared. A cell is large enough to swallow a shift of a pixel, small enough to show a limb. */
const side = 16;

/** The most a cell may differ in any channel, in levels of 255, once both pictures are equally bright. */
const mostCellDifference = 28;

/** The most the mean colours may lie apart, in levels of 255: 3 % of white are 13. */
const mostColourDistance = 16;

export interface CopyPair {
  /** Indices from 0; `a` comes before `b`. */
  readonly a: number;
  readonly b: number;
  /** The largest difference of a cell, in levels of 255; 0 is identical. */
  readonly distance: number;
}

/**
 * Pairs of pictures (PNG, JPEG or WebP, of any size) that show the same, because a model handed out one picture twice or
 * gave its reference back. Compared are copies of 16×16 cells in colour, brought to the same brightness: the cell that
 * differs most decides, since another pose is a large change of a few cells, and a copy a small one of all.
 *
 * Measured on storyboard frames (256 and 1024 pixels; 24 frames of three stories, one of them eight times the same prompt):
 * copies as JPEG q80 differ by at most 3.2, 3 % brighter or darker by 6.9, shifted by a pixel both ways by 4.1 (1024 pixels)
 * and 18.2 (256), half as large as WebP q70 by 9.9; different frames of a story by at least 39.9. Perceptual hashes do not
 * tell these apart: the closest frames have 2 of 64 pHash bits in difference, copies up to 4 (dHash: 11, and up to 14).
 *
 * About 15 ms of CPU a picture of 1024×1024, hardly any of it on the event loop. Throws `picture_unreadable`.
 */
export async function findCopies(pictures: readonly Uint8Array[]): Promise<CopyPair[]> {
  const sharp = await loadSharp();
  const shrunk = await Promise.all(
    pictures.map((bytes, index) => shrink(sharp, bytes).catch((cause: unknown) => unreadable(index, cause))),
  );
  return shrunk.flatMap((one, a) =>
    shrunk.flatMap((other, b) => {
      if (b <= a || colourDistance(one, other) > mostColourDistance) return [];
      const distance = cellDifference(one, other);
      return distance > mostCellDifference ? [] : [{ a, b, distance: Math.round(distance * 10) / 10 }];
    }),
  );
}

function unreadable(index: number, cause: unknown): never {
  throw new NextpanelError(
    'picture_unreadable',
    `Picture ${index + 1} of those compared cannot be decoded; send it again or draw it anew.`,
    { cause },
  );
}

interface Shrunk {
  readonly cells: Buffer;
  /** Mean of each channel, and of all, 0–255. */
  readonly colour: readonly [number, number, number];
  readonly brightness: number;
}

async function shrink(sharp: Sharp, bytes: Uint8Array): Promise<Shrunk> {
  const cells = await sharp(bytes, { failOn: 'error' })
    .autoOrient()
    // Shrinking while loading takes every other pixel, and a WebP would differ from its PNG.
    .resize(side, side, { fit: 'fill', fastShrinkOnLoad: false })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer();
  const mean = (channel: number) =>
    cells.reduce((sum, value, at) => (at % 3 === channel ? sum + value : sum), 0) / (side * side);
  const colour = [mean(0), mean(1), mean(2)] as const;
  return { cells, colour, brightness: (colour[0] + colour[1] + colour[2]) / 3 };
}

function colourDistance(one: Shrunk, other: Shrunk): number {
  return Math.hypot(...one.colour.map((mean, channel) => mean - (other.colour[channel] ?? 0)));
}

/** The largest difference of a cell, both pictures scaled to their common brightness. */
function cellDifference(one: Shrunk, other: Shrunk): number {
  const common = (one.brightness + other.brightness) / 2;
  const [gain, otherGain] = [one, other].map(({ brightness }) => (brightness > 0 ? common / brightness : 1));
  return one.cells.reduce((most, value, at) => {
    const difference = Math.abs(value * (gain ?? 1) - (other.cells[at] ?? 0) * (otherGain ?? 1));
    return Math.max(most, difference);
  }, 0);
}
