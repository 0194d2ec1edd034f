import type { StoryboardMark } from '@nextpanel/core';
import { loadSharp } from '../load-sharp.ts';
import { markGrid, markOfBits, markPlace } from './storyboard-mark.ts';

/** How far from black or white a pixel of the mark may be: exact in PNG, and tolerant enough for high-quality JPEG. */
const tolerance = 64;

/**
 * Reads the mark a storyboard frame carries in its pixels: which request drew it, and which reference frame the request
 * got. Null for any other picture: the strip must be pure black and white, with frame, quiet ring and a matching CRC.
 */
export async function readStoryboardMark(bytes: Uint8Array): Promise<StoryboardMark | null> {
  const sharp = await loadSharp();
  const picture = sharp(bytes, { failOn: 'error' });
  const place = await picture.metadata().then(markPlace, () => null);
  if (place === null) return null;
  const { left, top, width, height, cell } = place;
  const pixels = await picture
    .extract({ left, top, width, height })
    .flatten({ background: '#ffffff' })
    .toColourspace('b-w')
    .raw()
    .toBuffer()
    .catch(() => null);
  if (pixels === null) return null;
  const across = width / cell;
  const down = height / cell;
  const bits: number[] = [];
  for (let row = 0; row < down; row++) {
    for (let column = 0; column < across; column++) {
      const bit = readCell(pixels, width, column * cell, row * cell, cell);
      if (bit === null || bit !== (expected(column, row, across, down) ?? bit)) return null;
      if (expected(column, row, across, down) === null) bits.push(bit);
    }
  }
  return markOfBits(bits);
}

/** 1 for the frame, 0 for the quiet ring, null for a cell that holds a bit. */
function expected(column: number, row: number, across: number, down: number): number | null {
  const depth = Math.min(column, row, across - 1 - column, down - 1 - row);
  return depth >= markGrid.around ? null : 1 - depth;
}

/** The cell's bit if all its pixels agree on it. */
function readCell(pixels: Buffer, width: number, left: number, top: number, cell: number): number | null {
  let bit: number | null = null;
  for (let y = top; y < top + cell; y++) {
    for (let x = left; x < left + cell; x++) {
      const value = pixels[y * width + x] ?? 128;
      if (value > tolerance && value < 255 - tolerance) return null;
      const here = value <= tolerance ? 1 : 0;
      if (bit !== null && bit !== here) return null;
      bit = here;
    }
  }
  return bit;
}
