import { createHash } from 'node:crypto';
import { leastTextArea, linesSize, openTextFinder, squareSize } from '@nextpanel/checks';
import { drawStoryboardFrame, readPixels } from '@nextpanel/imaging';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';

const finder = openTextFinder();
afterAll(() => finder[Symbol.asyncDispose]());

const find = async (bytes: Uint8Array) => {
  const [picture, square] = await Promise.all([readPixels(bytes, linesSize), readPixels(bytes, squareSize)]);
  return finder.find({ picture, square });
};

/** A storyboard frame without its caption, and without figures, whose names stand below them. */
async function drawPlace(prompt: string, side: number): Promise<Buffer> {
  const requestKey = createHash('sha256').update(prompt).digest('hex');
  const frame = await drawStoryboardFrame({
    number: 1,
    prompt,
    characters: [],
    language: 'en',
    reference: null,
    requestKey,
    width: side,
    height: side,
  });
  return sharp(frame)
    .extract({ left: 0, top: 0, width: side, height: Math.round(side * 0.86) })
    .png()
    .toBuffer();
}

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
    for (const place of [
      'in the meadow',
      'on the road',
      'in the room at night',
      'under the tree',
      'by the sea',
      'in the snow',
    ])
      expect([place, (await find(await drawPlace(`The hare ${place}`, 768))).lines]).toEqual([place, []]);
  });
});
