import { leastTextArea, linesSize, openTextFinder, squareSize } from '@nextpanel/checks';
import { readPixels } from '@nextpanel/imaging';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { drawPlace, places } from './src/draw-places.ts';
import { measureText } from './src/measure-text.ts';

const finder = openTextFinder();
afterAll(() => finder[Symbol.asyncDispose]());

const find = async (bytes: Uint8Array) => {
  const [picture, square] = await Promise.all([readPixels(bytes, linesSize), readPixels(bytes, squareSize)]);
  return finder.find({ picture, square });
};

const letter = async (frame: Buffer, words: string, size: number): Promise<Buffer> => {
  const text = { text: `<span foreground="#222">${words}</span>`, font: `sans ${size}`, dpi: 72, rgba: true };
  return sharp(frame)
    .composite([{ input: { text }, left: 60, top: 80 }])
    .png()
    .toBuffer();
};

describe('letters in a picture', () => {
  it('are found from the size of a sign on, and read', async () => {
    const clean = await drawPlace('The hare in the meadow', 1_024);
    expect(await find(clean)).toEqual({ area: 0, lines: [] });
    for (const [words, size] of [
      ['BAKERY', 48],
      ['Open daily', 24],
    ] as const) {
      const { area, lines } = await find(await letter(clean, words, size));
      expect([words, area >= leastTextArea, lines.map((line) => line.words.toLowerCase())]).toEqual([
        words,
        true,
        [words.toLowerCase()],
      ]);
      expect(lines[0]?.sure).toBeGreaterThan(0.9);
    }
  });

  it('are not seen in scenes that have none', async () => {
    for (const place of places)
      expect([place, (await find(await drawPlace(`The hare ${place}`, 768))).lines]).toEqual([place, []]);
  });

  it('planted in frames raise the value of these, the larger the surer', async () => {
    const measured = await measureText({ frames: 2, seed: 3, side: 640 });
    expect(measured.map(({ strength, falseAlarms }) => [strength, falseAlarms])).toEqual(
      [1, 2, 3, 4, 5].map((strength) => [strength, 0]),
    );
    expect(measured.at(-1)).toMatchObject({ area: 1, found: 1 });
    expect(measured[0]?.found).toBeLessThan(1);
  });
});
