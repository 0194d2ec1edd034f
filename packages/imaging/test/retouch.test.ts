import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawBoxMask, pasteArea, readMask } from '../src/index.ts';

const size = { width: 200, height: 100 };
const box = { x: 0.25, y: 0.2, width: 0.5, height: 0.6 };

const flat = (background: string, of = size) =>
  sharp({ create: { ...of, channels: 3, background } })
    .png()
    .toBuffer();
/** Noise, so that a pixel that moved would show. */
const noise = () =>
  sharp({ create: { ...size, channels: 3, background: '#000', noise: { type: 'gaussian', mean: 128, sigma: 40 } } })
    .png()
    .toBuffer();
const pixelsOf = (picture: Uint8Array) => sharp(picture).removeAlpha().raw().toBuffer();
const inBox = (x: number, y: number) => x >= 50 && x < 150 && y >= 20 && y < 80;

describe('an area that is pasted', () => {
  it('shows what was drawn within the box, and outside of it the base, pixel for pixel', async () => {
    const base = await noise();
    const drawn = await flat('#ff0000', { width: 400, height: 200 });
    const pasted = await pasteArea({ base, drawn, mask: await drawBoxMask(size, box) });
    const [before, after] = await Promise.all([pixelsOf(base), pixelsOf(pasted)]);
    const changedOutside = Array.from({ length: size.width * size.height }, (_, pixel) => pixel).filter((pixel) => {
      const at = pixel * 3;
      return (
        !inBox(pixel % size.width, Math.floor(pixel / size.width)) &&
        [0, 1, 2].some((channel) => before[at + channel] !== after[at + channel])
      );
    });
    expect(changedOutside).toEqual([]);
    const middle = (50 * size.width + 100) * 3;
    expect([...after.subarray(middle, middle + 3)]).toEqual([255, 0, 0]);
    // The seam fades within the box.
    const edge = (50 * size.width + 50) * 3;
    expect(after[edge + 1]).toBeGreaterThan(20);
  });

  it('is at least one pixel, at any edge', async () => {
    const mask = await drawBoxMask(size, { x: 0.999, y: 0.999, width: 0.001, height: 0.001 });
    expect((await readMask(mask, size)).box).toEqual({ x: 0.995, y: 0.99, width: 0.005, height: 0.01 });
  });
});

describe('a mask', () => {
  const spot = { input: { create: { width: 40, height: 30, channels: 3, background: '#fff' } }, left: 20, top: 10 };

  it('is open where it is transparent or, if nothing is, where it is white', async () => {
    const white = await sharp(await flat('#000000'))
      .composite([spot as never])
      .png()
      .toBuffer();
    const expected = { x: 0.1, y: 0.1, width: 0.2, height: 0.3 };
    const read = await readMask(white, size);
    expect(read.box).toEqual(expected);
    expect((await readMask(read.bytes, size)).box).toEqual(expected);
    expect((await readMask(await drawBoxMask(size, box), size)).box).toEqual(box);
  });

  it('of another size, or that leaves nothing open, is refused', async () => {
    const refused = (words: string) => ({ code: 'mask_unusable', message: expect.stringContaining(words) });
    await expect(readMask(await flat('#ffffff', { width: 100, height: 100 }), size)).rejects.toMatchObject(
      refused('the mask has 100×100 pixels, and the frame has 200×100'),
    );
    await expect(readMask(await flat('#000000'), size)).rejects.toMatchObject(refused('leaves nothing open'));
  });
});
