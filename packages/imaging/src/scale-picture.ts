import type { PixelSize } from '@nextpanel/core';
import { loadSharp } from './load-sharp.ts';

/** The whole picture at another size, as a PNG without loss; its EXIF orientation is applied. */
export async function scalePicture(bytes: Uint8Array, { width, height }: PixelSize): Promise<Uint8Array> {
  const sharp = await loadSharp();
  return sharp(bytes)
    .autoOrient()
    .resize({ width, height, fit: 'fill' })
    .toColourspace('srgb')
    .png({ compressionLevel: 6 })
    .toBuffer();
}
