import { tileSize } from '@nextpanel/core';
import { expect, it } from 'vitest';
import { composeTile } from '../src/compose-tile.ts';
import { loadSharp } from '../src/load-sharp.ts';

it('characters stand side by side from left to right, whole, in equal cells on plain grey', async () => {
  const sharp = await loadSharp();
  const plain = (background: string, width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background } })
      .png()
      .toBuffer();
  const tile = await composeTile([await plain('#ff0000', 300, 900), await plain('#0000ff', 900, 300)]);
  const { width, height } = tileSize(2);
  expect(await sharp(tile).metadata()).toMatchObject({ format: 'png', width, height });
  const { data } = await sharp(tile).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
  expect(at(272, 400)).toEqual([255, 0, 0]);
  expect(at(800, 400)).toEqual([0, 0, 255]);
  // Nothing is cropped: above the wide one and beside the tall one is ground.
  expect(at(800, 40)).toEqual([128, 128, 128]);
  expect(at(30, 400)).toEqual([128, 128, 128]);
  expect(at(4, 4)).toEqual([128, 128, 128]);
  // The same plates are the same tile.
  expect(await composeTile([await plain('#ff0000', 300, 900), await plain('#0000ff', 900, 300)])).toEqual(tile);
});
