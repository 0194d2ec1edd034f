import type { PixelSize } from '@nextpanel/core';
import { familiesFor, pangoFont } from '../fonts/choose-font.ts';
import { prepareText } from '../lettering/prepare-text.ts';
import { setWithPango } from '../lettering/set-with-pango.ts';
import { loadSharp } from '../load-sharp.ts';

export interface ComposeSpineInput {
  readonly title: string;
  readonly author?: string | null | undefined;
  /** BCP 47. */
  readonly language: string;
  /** Pixels. */
  readonly size: PixelSize;
  readonly background: { readonly r: number; readonly g: number; readonly b: number };
}

/** Printers ask for room beside the letters: 0.0625 in of a spine that is 0.18 in thick at least. */
const lettersOfSpine = 0.42;
const longest = 0.8;

/** A spine with title and author, read from top to bottom, white or black, whichever is seen better. PNG, RGB. */
export async function composeSpine({
  title,
  author,
  language,
  size,
  background,
}: ComposeSpineInput): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const { r, g, b } = background;
  const isDark = 0.299 * r + 0.587 * g + 0.114 * b < 140;
  const words = author ? `${title}   ·   ${author}` : title;
  const draw = (fontSize: number) =>
    setWithPango(sharp, {
      markup: prepareText(words, language, { phrases: false, vertical: false, italic: false }),
      language,
      font: pangoFont(familiesFor(words, language)),
      fontSize,
      colour: isDark ? '#ffffff' : '#111111',
    });
  const usual = Math.max(1, Math.round(size.width * lettersOfSpine));
  const whole = await draw(usual);
  const fits = (size.height * longest) / whole.width;
  const line = fits >= 1 ? whole : await draw(Math.max(1, Math.floor(usual * fits)));
  const turned = await sharp(line.data, { raw: { width: line.width, height: line.height, channels: 4 } })
    .rotate(90)
    .png()
    .toBuffer();
  return sharp({ create: { ...size, channels: 3, background } })
    .composite([{ input: turned, gravity: 'centre' }])
    .removeAlpha()
    .png()
    .toBuffer();
}
