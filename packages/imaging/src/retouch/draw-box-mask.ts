import type { Box, PixelSize } from '@nextpanel/core';
import { loadSharp } from '../load-sharp.ts';

/** A mask of this size, as a PNG: transparent within the box, at least one pixel of it, and opaque elsewhere. */
export async function drawBoxMask({ width, height }: PixelSize, box: Box): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const left = Math.min(Math.floor(box.x * width), width - 1);
  const top = Math.min(Math.floor(box.y * height), height - 1);
  const right = Math.max(left + 1, Math.min(Math.round((box.x + box.width) * width), width));
  const bottom = Math.max(top + 1, Math.min(Math.round((box.y + box.height) * height), height));
  const hole = { width: right - left, height: bottom - top };
  return sharp({ create: { width, height, channels: 4, background: '#000000' } })
    .composite([
      {
        input: { create: { ...hole, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 1 } } },
        left,
        top,
        blend: 'dest-out',
      },
    ])
    .png({ compressionLevel: 9 })
    .toBuffer();
}
