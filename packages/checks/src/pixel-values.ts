import type { Pixels } from '@nextpanel/core';

/** Brightness of each pixel by the weights of ITU-R BT.601, 0–255. */
export function greyOf({ width, height, data }: Pixels): Float32Array {
  const grey = new Float32Array(width * height);
  for (let at = 0; at < grey.length; at++)
    grey[at] = 0.299 * (data[3 * at] ?? 0) + 0.587 * (data[3 * at + 1] ?? 0) + 0.114 * (data[3 * at + 2] ?? 0);
  return grey;
}

export function median(values: ArrayLike<number>): number {
  return Float32Array.from(values).sort()[values.length >> 1] ?? 0;
}
