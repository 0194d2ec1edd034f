import type { PixelSize } from '@nextpanel/core';
import type { ReceivedReference } from '../ledger.ts';
import { ImagesApiError } from './images-api-error.ts';
import type { ImageModel } from './models.ts';

const classic = ['1024x1024', '1536x1024', '1024x1536'];

/**
 * The requested size in pixels. `auto` follows the aspect of the first reference. Throws `invalid_value`.
 * Free sizes since gpt-image-2: edges multiples of 16 and at most 3,840, ratio at most 3:1, 655,360–8,294,400 pixels.
 */
export function readSize(size: string, model: ImageModel, references: readonly ReceivedReference[]): PixelSize {
  if (size === 'auto') return autoSize(references[0]);
  const free = model.family !== '1' && model.family !== '1-mini';
  const [, width = 0, height = 0] = (/^(\d{2,5})x(\d{2,5})$/.exec(size) ?? []).map(Number);
  if (!free) {
    if (!classic.includes(size)) refuse(size, `Supported values are: ${classic.join(', ')} and 'auto'.`);
  } else if (width === 0) refuse(size, "Use 'auto' or WIDTHxHEIGHT.");
  else if (width % 16 !== 0 || height % 16 !== 0) refuse(size, 'Width and height must both be divisible by 16.');
  else if (Math.max(width, height) > 3_840) refuse(size, 'The longest edge must be at most 3840 pixels.');
  else if (Math.max(width, height) > 3 * Math.min(width, height)) {
    refuse(size, 'The aspect ratio must be between 1:3 and 3:1.');
  } else if (width * height < 655_360 || width * height > 8_294_400) {
    refuse(size, 'The total number of pixels must be between 655360 and 8294400.');
  }
  return { width, height };
}

function autoSize(reference: PixelSize | undefined): PixelSize {
  if (reference === undefined || reference.width === reference.height) return { width: 1_024, height: 1_024 };
  return reference.width > reference.height ? { width: 1_536, height: 1_024 } : { width: 1_024, height: 1_536 };
}

function refuse(size: string, rule: string): never {
  throw new ImagesApiError({ code: 'invalid_value', param: 'size', message: `Invalid size '${size}'. ${rule}` });
}
