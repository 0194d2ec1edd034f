import { type Box, NextpanelError, type PixelSize } from '@nextpanel/core';
import { loadSharp } from '../load-sharp.ts';

/** From here on a pixel counts as transparent, or as white, in a mask that was drawn by hand with soft edges. */
const half = 128;

export interface ReadMask {
  /** A PNG that is transparent where the picture may change, and opaque black elsewhere. */
  readonly bytes: Uint8Array;
  /** What the open area lies within, in shares of the picture. */
  readonly box: Box;
}

/**
 * Reads a mask for a frame of this size: it is open where it is transparent or, if nothing is transparent, where it is white. Throws
 * `mask_unusable` for one of another size, and for one that leaves nothing open.
 */
export async function readMask(bytes: Uint8Array, frame: PixelSize): Promise<ReadMask> {
  const sharp = await loadSharp();
  const { data, info } = await sharp(bytes)
    .autoOrient()
    .toColourspace('srgb')
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  if (width !== frame.width || height !== frame.height) {
    throw new NextpanelError(
      'mask_unusable',
      `the mask has ${width}×${height} pixels, and the frame has ${frame.width}×${frame.height}; draw the mask over the frame itself`,
      { detail: { pointer: '/mask' } },
    );
  }
  const isOpen = openPixels(data);
  const open = { left: width, top: height, right: -1, bottom: -1 };
  const rgba = Buffer.alloc(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    if (!isOpen(pixel)) {
      rgba[pixel * 4 + 3] = 255;
      continue;
    }
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    open.left = Math.min(open.left, x);
    open.right = Math.max(open.right, x);
    open.top = Math.min(open.top, y);
    open.bottom = y;
  }
  if (open.right < 0) {
    throw new NextpanelError(
      'mask_unusable',
      'the mask leaves nothing open: it is transparent nowhere, and white nowhere',
      { detail: { pointer: '/mask' } },
    );
  }
  const mask = await sharp(rgba, { raw: { width, height, channels: 4 } })
    .png({ compressionLevel: 9 })
    .toBuffer();
  return {
    bytes: mask,
    box: {
      x: open.left / width,
      y: open.top / height,
      width: (open.right + 1 - open.left) / width,
      height: (open.bottom + 1 - open.top) / height,
    },
  };
}

function openPixels(data: Buffer): (pixel: number) => boolean {
  const isTransparent = (pixel: number) => (data[pixel * 4 + 3] as number) < half;
  for (let pixel = 0; pixel < data.length / 4; pixel += 1) if (isTransparent(pixel)) return isTransparent;
  return (pixel) => [0, 1, 2].every((channel) => (data[pixel * 4 + channel] as number) >= half);
}
