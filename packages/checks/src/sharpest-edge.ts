import type { Pixels } from '@nextpanel/core';
import { greyOf } from './pixel-values.ts';

/** How a picture is read to be measured: whole, and no larger than it is. */
export const edgeSize = { width: 512, height: 512, fit: 'inside' } as const;

/** Of the steps between neighbours, and of the levels of brightness, the few that are further out are noise. */
const stepRank = 0.999;
const levelRanks = [0.005, 0.995] as const;
/** A picture of one level has no edge that could be blurred. */
const leastContrast = 8;

/**
 * The sharpest edges of a picture read at `edgeSize`: the step from one pixel to the next, as a share of the contrast of the whole
 * picture. Where an edge goes from dark to light in one pixel it is near 1, in a picture that is out of focus near 0. Null: it shows
 * nothing that could have an edge.
 */
export function sharpestEdge(pixels: Pixels): number | null {
  const { width, height } = pixels;
  const grey = greyOf(pixels);
  const levels = Float32Array.from(grey).sort();
  const at = (rank: number) => levels[Math.min(levels.length - 1, Math.floor(rank * levels.length))] ?? 0;
  const contrast = at(levelRanks[1]) - at(levelRanks[0]);
  if (contrast < leastContrast) return null;
  const steps = new Float32Array(2 * grey.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const pixel = y * width + x;
      const own = grey[pixel] ?? 0;
      if (x + 1 < width) steps[2 * pixel] = Math.abs((grey[pixel + 1] ?? 0) - own);
      if (y + 1 < height) steps[2 * pixel + 1] = Math.abs((grey[pixel + width] ?? 0) - own);
    }
  }
  steps.sort();
  return Math.min(1, (steps[Math.floor(stepRank * steps.length)] ?? 0) / contrast);
}
