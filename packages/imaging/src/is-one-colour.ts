import { loadSharp } from './load-sharp.ts';

/** Side of the picture that is measured, in pixels: noise averages out, and a star of 2×2 pixels in a megapixel still shows. */
const side = 64;

/**
 * Largest distance between the lightest and the darkest spot of one colour, in levels of 255. Measured at 512 and 1024 pixels: one
 * colour as PNG or JPEG of quality 60 has 0, black as WebP 1, grey with noise of ±2 levels 1; a black sky with one star of 2×2
 * pixels has 2, a storyboard frame darkened to 2 % of its light 4, to 5 % 11. Colours other than black, white and grey as lossy
 * WebP have up to 13, and are not recognised: no vendor refuses so.
 */
const mostContrast = 1;

/**
 * Whether a picture (PNG, JPEG or WebP) shows nothing but one colour, as vendors blacken what they will not show. A picture that is
 * nearly black is none as long as something can be seen in it. About 15 ms for 1024×1024.
 */
export async function isOneColour(bytes: Uint8Array): Promise<boolean> {
  const sharp = await loadSharp();
  const small = await sharp(bytes, { failOn: 'error' })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .resize(side, side, { fit: 'fill', kernel: 'linear' })
    .png()
    .toBuffer();
  const { channels } = await sharp(small).stats();
  return channels.slice(0, 3).every(({ min, max }) => max - min <= mostContrast);
}
