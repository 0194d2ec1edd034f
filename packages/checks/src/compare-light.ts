import type { Pixels } from '@nextpanel/core';
import { greyOf, median } from './pixel-values.ts';

/** How a picture is read to be measured: small enough to be quick, large enough to keep grain. */
export const lightSize = { width: 512, height: 512, fit: 'inside' } as const;

/** What a picture looks like as a whole. */
export interface Light {
  /** Mean brightness, 0–255. */
  readonly light: number;
  /** Mean distance between the strongest and the weakest channel, 0–255. */
  readonly saturation: number;
  /** Median size of the Laplacian, in levels of 255: 0 for flat colours, a few for paper grain and noise. */
  readonly grain: number;
}

const qualities = ['light', 'saturation', 'grain'] as const;

/** Smallest spread that a scene is taken to have, in levels of 255 (p): frames of one scene are never all alike. */
const leastSpread: Readonly<Light> = { light: 12, saturation: 9, grain: 1.2 };

/** From how many spreads on a frame is unlike its scene (p); see `pnpm bench:continuity`. */
export const mostSpreads = 3.5;

/** How many other frames a scene needs before one can be unlike them. */
export const leastOthers = 3;

export function measureLight(pixels: Pixels): Light {
  const { width, height, data } = pixels;
  const grey = greyOf(pixels);
  let light = 0;
  let saturation = 0;
  for (let at = 0; at < grey.length; at++) {
    const [red, green, blue] = [data[3 * at] ?? 0, data[3 * at + 1] ?? 0, data[3 * at + 2] ?? 0];
    light += grey[at] ?? 0;
    saturation += Math.max(red, green, blue) - Math.min(red, green, blue);
  }
  const edges = new Float32Array(Math.max(0, (width - 2) * (height - 2)));
  let next = 0;
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const beside = (grey[at - 1] ?? 0) + (grey[at + 1] ?? 0) + (grey[at - width] ?? 0) + (grey[at + width] ?? 0);
      edges[next++] = Math.abs(4 * (grey[at] ?? 0) - beside);
    }
  const pixelCount = Math.max(1, grey.length);
  return { light: light / pixelCount, saturation: saturation / pixelCount, grain: median(edges) };
}

/** How far a frame is from its scene, in spreads, and in which quality. */
export interface Drift {
  readonly spreads: number;
  readonly quality: (typeof qualities)[number];
  readonly value: number;
  /** The median of the others. */
  readonly usual: number;
}

/**
 * Compares a frame with other frames of its scene: in each quality, the distance from their median in units of their spread (the
 * scaled median absolute deviation). It says that a frame is unlike its scene, never that something in it is wrong. Null with fewer
 * than `leastOthers`.
 */
export function compareLight(frame: Light, others: readonly Light[]): Drift | null {
  if (others.length < leastOthers) return null;
  const drifts = qualities.map((quality): Drift => {
    const values = others.map((other) => other[quality]);
    const usual = median(values);
    // 1.4826 makes it the standard deviation of a normal distribution.
    const spread = 1.4826 * median(values.map((value) => Math.abs(value - usual)));
    const spreads = Math.abs(frame[quality] - usual) / Math.max(spread, leastSpread[quality]);
    return { quality, value: rounded(frame[quality]), usual: rounded(usual), spreads: rounded(spreads) };
  });
  return drifts.reduce((most, drift) => (drift.spreads > most.spreads ? drift : most));
}

const rounded = (value: number): number => Math.round(value * 10) / 10;
