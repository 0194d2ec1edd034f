import { NextpanelError, type Pixels } from '@nextpanel/core';
import { loadSharp } from './load-sharp.ts';

export interface PixelOptions {
  /** The size to scale to, in pixels. */
  readonly width: number;
  readonly height: number;
  /** fill: exactly this size, whatever the shape; inside: at most this size, in its own shape, never larger than it is. */
  readonly fit?: 'fill' | 'inside';
  /** linear: noise averages out. Default: sharp edges stay sharp. */
  readonly kernel?: 'linear';
}

/**
 * Decodes a picture (PNG, JPEG or WebP) and scales it, for code that measures it. Transparency becomes white. Throws `picture_unreadable`.
 */
export async function readPixels(bytes: Uint8Array, options: PixelOptions): Promise<Pixels> {
  const { width, height, fit = 'fill', kernel } = options;
  const sharp = await loadSharp();
  const { data, info } = await sharp(bytes, { failOn: 'error' })
    .autoOrient()
    // Shrinking while loading skips pixels, so a WebP would differ from the PNG it was made from.
    .resize(width, height, {
      fit,
      fastShrinkOnLoad: false,
      withoutEnlargement: fit === 'inside',
      ...(kernel && { kernel }),
    })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => {
      throw new NextpanelError('picture_unreadable', 'A picture cannot be decoded; send or draw it again.', { cause });
    });
  return { width: info.width, height: info.height, data };
}
