import type { PixelSize, SetLetters } from '@nextpanel/core';
import { familiesFor } from '../fonts/choose-font.ts';
import { drawLetters } from '../lettering/draw-letters.ts';
import { loadSharp } from '../load-sharp.ts';

const paper = '#e4e5e8';
/** Height of the letters, as a share of the shorter side. */
const letterShare = 0.07;
/** What of the width the words may take. */
const widest = 0.8;

/**
 * What stands in a partial book where a panel is not drawn: plain grey with a line of words in the middle. PNG, RGB.
 *
 * @param language BCP 47, of the words
 */
export async function drawPlaceholder(words: string, language: string, { width, height }: PixelSize): Promise<Buffer> {
  const sharp = await loadSharp();
  const set = (size: number) =>
    drawLetters(sharp, {
      kind: 'narration',
      language,
      font: familiesFor(words, language)[0] ?? '',
      size: Math.max(1, Math.round(size)),
      vertical: false,
      align: 'middle',
      italic: false,
      lines: [[{ text: words, emphasised: false }]],
    } satisfies SetLetters);
  const usual = Math.min(width, height) * letterShare;
  const first = await set(usual);
  const fitting = Math.min(1, (width * widest) / first.width);
  const letters = fitting === 1 ? first : await set(usual * fitting);
  const blank = sharp({ create: { width, height, channels: 3, background: paper } });
  const fits = letters.width <= width && letters.height <= height;
  const { data, ...raw } = letters;
  const layers = fits ? [{ input: data, raw: { ...raw, channels: 4 as const } }] : [];
  return blank.composite(layers).removeAlpha().png({ compressionLevel: 6 }).toBuffer();
}
