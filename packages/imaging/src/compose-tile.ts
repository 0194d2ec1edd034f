import { tileGeometry, tileSize } from '@nextpanel/core';
import { loadSharp } from './load-sharp.ts';

/**
 * Pictures of characters side by side, from left to right, each whole in a cell of the same size on plain grey, without words: an image model
 * takes them as one picture. Answers with a PNG of `tileSize`.
 */
export async function composeTile(pictures: readonly Uint8Array[]): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const { cell, gap, ground } = tileGeometry;
  const layers = await Promise.all(
    pictures.map(async (bytes, index) => ({
      // What is transparent in a plate is ground of the tile, too.
      input: await sharp(bytes)
        .autoOrient()
        .resize({ ...cell, fit: 'contain', background: ground })
        .flatten({ background: ground })
        .toColourspace('srgb')
        .png()
        .toBuffer(),
      left: gap + index * (cell.width + gap),
      top: gap,
    })),
  );
  const { width, height } = tileSize(pictures.length);
  return sharp({ create: { width, height, channels: 3, background: ground } })
    .composite(layers)
    .png({ compressionLevel: 6 })
    .toBuffer();
}
