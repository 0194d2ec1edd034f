import type { PixelSize } from '@nextpanel/core';
import type { Sharp } from '../load-sharp.ts';

/** Most samples along a line: a gutter is judged by 256 means of neighbouring pixels, not by thousands of pixels. */
const mostSamples = 256;
const mostPixels = 1_000_000;

/**
 * A grey copy at full precision across the lines and reduced along them, so that edges are exact to the pixel in a copy of
 * less than a megapixel. Lines are the picture's columns of pixels for the axis `x`, its rows for `y`.
 */
export interface LineProfile {
  /** How many lines: the picture's width (`x`) or height (`y`) in pixels. */
  readonly lines: number;
  /** Samples of each line. */
  readonly samples: number;
  /** Grey, 0–255, of one sample of one line. */
  at(line: number, sample: number): number;
}

export async function profileLines(
  sharp: Sharp,
  pixels: Buffer,
  picture: PixelSize,
  axis: 'x' | 'y',
): Promise<LineProfile> {
  const [lines, along] = axis === 'x' ? [picture.width, picture.height] : [picture.height, picture.width];
  const samples = Math.max(1, Math.min(along, mostSamples, Math.floor(mostPixels / lines)));
  const size = axis === 'x' ? { width: lines, height: samples } : { width: samples, height: lines };
  const grey = await sharp(pixels, { raw: { ...picture, channels: 3 } })
    .resize(size.width, size.height, { fit: 'fill', kernel: 'linear' })
    .greyscale()
    .toColourspace('b-w')
    .raw({ depth: 'uchar' })
    .toBuffer();
  const [step, stride] = axis === 'x' ? [1, lines] : [samples, 1];
  return { lines, samples, at: (line, sample) => grey[line * step + sample * stride] ?? 0 };
}

/** A section of the lines, as shares of their length. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The samples of a line within a stretch. Default: the whole line. */
export function samplesOf(profile: LineProfile, line: number, stretch: Stretch = { from: 0, to: 1 }): number[] {
  const from = Math.min(profile.samples - 1, Math.floor(stretch.from * profile.samples));
  const to = Math.max(from + 1, Math.min(profile.samples, Math.ceil(stretch.to * profile.samples)));
  return Array.from({ length: to - from }, (_, index) => profile.at(line, from + index));
}

/** The median grey of samples, 0–255. */
export function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
}

/** Share of samples no further than `tolerance` grey levels from `level`. */
export function shareNear(values: readonly number[], level: number, tolerance: number): number {
  return values.filter((value) => Math.abs(value - level) <= tolerance).length / values.length;
}
