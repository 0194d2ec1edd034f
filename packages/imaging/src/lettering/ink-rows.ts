import type { RenderedText } from './render-text.ts';

/** Bands a block of text is looked at in: more than a balloon ever has lines, with room between them. */
const bands = 48;

/**
 * How far from the middle the ink of a block reaches, band by band from the top: 1 is as far as the widest line, 0 is no ink. A
 * balloon is made just large enough for these.
 */
export function inkRows({ data, width, height }: RenderedText): number[] {
  const reach = Array.from({ length: Math.min(bands, height) }, () => 0);
  const middle = (width - 1) / 2;
  const isInk = (x: number, y: number) => data[(y * width + x) * 4 + 3] !== 0;
  for (let y = 0; y < height; y++) {
    const band = Math.floor((y * reach.length) / height);
    // Only what reaches further than the rows above in the same band.
    const known = (reach[band] as number) * (width / 2);
    let left = 0;
    while (middle - left > known && !isInk(left, y)) left++;
    let right = width - 1;
    while (right - middle > known && !isInk(right, y)) right--;
    const far = Math.max(middle - left, right - middle, known);
    reach[band] = Math.min(1, (2 * far) / width);
  }
  return reach;
}
