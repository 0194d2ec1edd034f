import type { PixelSize } from '@nextpanel/core';
import type { Charge } from '../drawing/order.ts';
import { chargeOf } from '../images-api/charge.ts';
import { openaiModels } from '../images-api/models.ts';
import type { FalEndpoint } from './fal-endpoints.ts';
import type { FalAsked } from './read-fal-input.ts';

/** nano-banana-2: USD per picture, by resolution. */
const nanoPrices: Readonly<Record<string, number>> = { '0.5K': 0.06, '1K': 0.08, '2K': 0.12, '4K': 0.16 };

/** A megapixel is 1024² here: fal's own example prices 1024×1024 as one. */
const megapixels = ({ width, height }: PixelSize) => Math.ceil((width * height) / 1_024 ** 2);

/** fal's charges: GPT models by tokens, nano-banana-2 by picture, flux-2-pro by megapixel, input and output. */
export function chargeFal({ kind, openaiModel }: FalEndpoint, asked: FalAsked, images: number): Charge {
  const { prompt, references, quality, resolution, size } = asked;
  const model = openaiModels.find(({ id }) => id === openaiModel);
  if (model !== undefined) return chargeOf({ model, prompt, references, quality, size, images, partialImages: 0 });
  if (kind === 'nano-banana-2') return { usage: null, costUsd: images * (nanoPrices[resolution] ?? 0) };
  const all = megapixels(size) + references.reduce((sum, it) => sum + megapixels(it), 0);
  return { usage: null, costUsd: images * (0.03 + 0.015 * (all - 1)) };
}
