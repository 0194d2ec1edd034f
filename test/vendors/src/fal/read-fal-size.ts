import type { PixelSize } from '@nextpanel/core';
import type { FalEndpoint } from './fal-endpoints.ts';
import { refuseInput } from './fal-error.ts';

const presets: Readonly<Record<string, PixelSize>> = {
  square_hd: { width: 1_024, height: 1_024 },
  square: { width: 512, height: 512 },
  landscape_4_3: { width: 1_024, height: 768 },
  landscape_16_9: { width: 1_024, height: 576 },
  portrait_4_3: { width: 768, height: 1_024 },
  portrait_16_9: { width: 576, height: 1_024 },
  '1024x1024': { width: 1_024, height: 1_024 },
  '1536x1024': { width: 1_536, height: 1_024 },
  '1024x1536': { width: 1_024, height: 1_536 },
};

const aspectRatios = '21:9 16:9 3:2 4:3 5:4 1:1 4:5 3:4 2:3 9:16 4:1 1:4 8:1 1:8'.split(' ');

/** Side of a square picture by nano-banana-2's resolution. */
const sides: Readonly<Record<string, number>> = { '0.5K': 512, '1K': 1_024, '2K': 2_048, '4K': 4_096 };

/** Pixels a model draws for an input; `auto` follows the first picture sent. */
export function readFalSize(
  { kind, edit }: FalEndpoint,
  input: Readonly<Record<string, unknown>>,
  first: PixelSize | undefined,
): PixelSize {
  if (kind === 'nano-banana-2') return readAspect(input, first);
  const size = input.image_size ?? (edit ? 'auto' : 'landscape_4_3');
  if (size === 'auto') return first === undefined ? { width: 1_024, height: 1_024 } : sizeOfRatio(first, 1_024);
  const found = typeof size === 'string' ? presets[size] : sizeObject(size);
  if (found === undefined) return refuseInput('image_size', 'value_error', 'Invalid image_size', { input: size });
  const { width, height } = found;
  const pixels = width * height;
  // Presets below the minimum are drawn anyway; only explicit sizes are checked.
  if (kind === 'gpt-image' && typeof size !== 'string') {
    const free =
      width % 16 === 0 &&
      height % 16 === 0 &&
      Math.max(width, height) <= 3_840 &&
      Math.max(width, height) <= 3 * Math.min(width, height) &&
      pixels >= 655_360 &&
      pixels <= 8_294_400;
    if (!free) {
      const msg =
        'image_size must be multiples of 16, at most 3840 a side and 3:1, with 655360 to 8294400 pixels in all';
      refuseInput('image_size', pixels < 655_360 ? 'image_too_small' : 'value_error', msg, { input: size });
    }
  }
  return found;
}

function sizeObject(size: unknown): PixelSize | undefined {
  const { width, height } = (size ?? {}) as Record<string, unknown>;
  const fine = (edge: unknown): edge is number => Number.isInteger(edge) && Number(edge) >= 64 && Number(edge) <= 8_192;
  return fine(width) && fine(height) ? { width, height } : undefined;
}

function readAspect(input: Readonly<Record<string, unknown>>, first: PixelSize | undefined): PixelSize {
  const aspect = textOf(input.aspect_ratio, 'auto');
  const side = sides[textOf(input.resolution, '1K')] ?? 1_024;
  if (aspect === 'auto') return first === undefined ? { width: side, height: side } : sizeOfRatio(first, side);
  if (!aspectRatios.includes(aspect)) {
    refuseInput('aspect_ratio', 'literal_error', `Input should be 'auto' or one of ${aspectRatios.join(', ')}`, {
      input: aspect,
    });
  }
  const [width = 1, height = 1] = aspect.split(':').map(Number);
  return sizeOfRatio({ width, height }, side);
}

/** A size in this ratio with about as many pixels as a square of this side; edges are multiples of 16. */
function sizeOfRatio({ width, height }: PixelSize, side: number): PixelSize {
  const edge = (ratio: number) => Math.max(16, 16 * Math.round((side * Math.sqrt(ratio)) / 16));
  return { width: edge(width / height), height: edge(height / width) };
}

/** The text as given; any other value becomes one that is in no list of choices. */
const textOf = (value: unknown, usual: string): string =>
  typeof value === 'string' ? value : value === undefined ? usual : '';
