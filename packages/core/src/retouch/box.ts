import { z } from 'zod';

/** An area of a picture: from its top left corner, in shares of its width and height. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Shares are sums of decimal fractions: 0.7 + 0.3 is a little more than 1. */
const rounding = 1e-9;

const share = z.number().min(0).max(1);
const extent = z.number().positive().max(1);

export const boxSchema = z
  .strictObject({ x: share, y: share, width: extent, height: extent })
  .refine(
    ({ x, y, width, height }) => x + width <= 1 + rounding && y + height <= 1 + rounding,
    'reaches beyond the picture; x + width and y + height are at most 1',
  )
  .describe('The area that may change, in shares of the picture: x and y from the top left, 0–1');
