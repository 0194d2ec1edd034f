import { blankSize, isOneColour as isOneColourIn } from '@nextpanel/checks';
import { drawStoryboardFrame, readPixels } from '@nextpanel/imaging';
import sharp from 'sharp';
import { expect, test } from 'vitest';

const isOneColour = async (bytes: Uint8Array) => isOneColourIn(await readPixels(bytes, blankSize));

const square = { width: 512, height: 512 };
const plain = (background: string, channels: 3 | 4 = 3) => sharp({ create: { ...square, channels, background } });

test.each(['#808080', '#7f3a11'])('%s is one colour', async (colour) => {
  for (const picture of [plain(colour).png(), plain(colour).jpeg({ quality: 60 })]) {
    expect(await isOneColour(await picture.toBuffer())).toBe(true);
  }
});

test.each(['#000000', '#ffffff'])('%s in every format is one colour', async (colour) => {
  for (const picture of [
    plain(colour).png(),
    plain(colour).jpeg({ quality: 60 }),
    plain(colour).webp({ quality: 60 }),
  ]) {
    expect(await isOneColour(await picture.toBuffer())).toBe(true);
  }
});

test('nothing but transparency is one colour', async () => {
  expect(await isOneColour(await plain('#00000000', 4).png().toBuffer())).toBe(true);
});

test.each([1, 0.2, 0.05, 0.02])('a frame at %d of its light is no blank', async (light) => {
  const frame = await drawStoryboardFrame({
    ...square,
    number: 3,
    prompt: 'the hare waits in the dark',
    characters: [{ id: 'hare', name: 'Hare' }],
    language: 'en',
    reference: null,
    requestKey: 'a'.repeat(64),
  });
  const dark = sharp(frame).linear(light, 0);
  expect(await isOneColour(await dark.clone().png().toBuffer())).toBe(false);
  expect(await isOneColour(await dark.clone().jpeg({ quality: 75 }).toBuffer())).toBe(false);
});

test('a black sky with a few stars is no blank', async () => {
  const star = await plain('#ffffff').resize(2, 2).png().toBuffer();
  const sky = plain('#000000').composite([
    { input: star, left: 100, top: 80 },
    { input: star, left: 400, top: 300 },
  ]);
  expect(await isOneColour(await sky.png().toBuffer())).toBe(false);
});
