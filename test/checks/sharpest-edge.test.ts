import { edgeSize, sharpestEdge } from '@nextpanel/checks';
import { drawStoryboardFrame, readClearShare, readPixels } from '@nextpanel/imaging';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';

const frame = (number: number) =>
  drawStoryboardFrame({
    width: 1_024,
    height: 1_024,
    number,
    prompt: 'a hare',
    characters: [{ id: 'hare', name: 'Hare' }],
    language: 'en',
    reference: null,
    requestKey: String(number).padStart(64, 'a'),
  });
const edgeOf = async (picture: Uint8Array) => sharpestEdge(await readPixels(picture, edgeSize)) ?? -1;

describe('a reference picture', () => {
  it('that is out of focus, or was enlarged, has no sharp edge; one of low quality has', async () => {
    for (const number of [1, 2, 3]) {
      const picture = await frame(number);
      expect(await edgeOf(picture)).toBeGreaterThan(0.9);
      expect(await edgeOf(await sharp(picture).resize(200).jpeg({ quality: 50 }).toBuffer())).toBeGreaterThan(0.5);
      expect(await edgeOf(await sharp(picture).blur(4).png().toBuffer())).toBeGreaterThan(0.1);
      expect(await edgeOf(await sharp(picture).blur(12).png().toBuffer())).toBeLessThan(0.1);
    }
    const grey = { create: { width: 300, height: 300, channels: 3, background: '#888' } } as const;
    expect(sharpestEdge(await readPixels(await sharp(grey).png().toBuffer(), edgeSize))).toBeNull();
  });

  it('has a share that is transparent', async () => {
    const picture = await frame(1);
    expect(await readClearShare(picture)).toBe(0);
    const clear = await sharp({
      create: { width: 400, height: 400, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .composite([{ input: await sharp(picture).resize(100, 100).toBuffer(), left: 150, top: 150 }])
      .png()
      .toBuffer();
    expect(await readClearShare(clear)).toBeCloseTo(0.9375, 2);
  });
});
