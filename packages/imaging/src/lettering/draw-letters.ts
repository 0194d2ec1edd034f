import type { SetLetters } from '@nextpanel/core';
import { familiesFor, lettersOutside, pangoFont } from '../fonts/choose-font.ts';
import { evenLineHeight } from '../fonts/letter-widths.ts';
import type { Sharp } from '../load-sharp.ts';
import { releasePixels } from '../release-pixels.ts';
import { withPlainI } from './barred-i.ts';
import { escapeMarkup, prepareLines } from './prepare-text.ts';
import { renderSound } from './render-sound.ts';
import type { RenderedText } from './render-text.ts';
import { setWithPango } from './set-with-pango.ts';
import { drawPairs } from './upright-digits.ts';

/** Letters drawn once while a sheet is lettered are drawn on it as they are, by how they are set. */
export type DrawnLetters = Map<string, RenderedText>;

const ink = '#111111';

/**
 * Draws letters as they are set, in pixels. No line is broken here. About 2 ms.
 *
 * @param known letters that were drawn before; those that are drawn now are added, to be released with `releaseLetters`
 */
export async function drawLetters(sharp: Sharp, letters: SetLetters, known?: DrawnLetters): Promise<RenderedText> {
  const before = known?.get(nameOf(letters));
  if (before) return before;
  const drawn = await (letters.kind === 'sfx' ? drawSound(sharp, letters) : drawLines(sharp, letters));
  known?.set(nameOf(letters), drawn);
  return drawn;
}

/** Gives the memory of letters back that are on the page. */
export function releaseLetters(known: DrawnLetters): void {
  for (const { data } of known.values()) releasePixels(data);
}

/** Keeps letters that were drawn for measuring. */
export const keepLetters = (known: DrawnLetters, letters: SetLetters, drawn: RenderedText): void =>
  void known.set(nameOf(letters), drawn);

const nameOf = ({ kind, language, font, size, vertical, align, italic, lines }: SetLetters): string =>
  JSON.stringify([kind, language, font, size, vertical, align, italic, lines]);

const wordsOf = ({ lines }: SetLetters): string =>
  lines.map((line) => line.map(({ text }) => text).join('')).join('\n');

const drawSound = (sharp: Sharp, letters: SetLetters): Promise<RenderedText> => {
  const { language, size: fontSize, vertical, font } = letters;
  return renderSound(sharp, { text: wordsOf(letters), language, fontSize, vertical, font });
};

/**
 * Markup whose spaces are those of the text's own font: after a pictograph Pango takes the space of the pictographs' font, which is
 * as wide as one.
 */
function keepSpaces(markup: string, words: string, family: string): string {
  const others = lettersOutside(words, [family]).filter((letter) => letter > '\u007F');
  if (others.length === 0) return markup;
  return markup.replaceAll(/(?<=([^\0-\x7F])) +/gu, (spaces, letter: string) =>
    others.includes(letter) ? `<span face="${escapeMarkup(family)}">${spaces}</span>` : spaces,
  );
}

async function drawLines(sharp: Sharp, letters: SetLetters): Promise<RenderedText> {
  const { language, font, size: fontSize, vertical, align, italic, lines } = letters;
  const pairs: string[] = [];
  const words = wordsOf(letters);
  const families = [font, ...familiesFor(words, language)];
  const shown = lines.map((line) => line.map((run) => ({ ...run, text: withPlainI(run.text, language, font) })));
  const input = {
    markup: keepSpaces(prepareLines(shown, language, { vertical, italic, pairs }), words, font),
    language,
    font: pangoFont(families),
    lineHeight: evenLineHeight(words, families),
    fontSize,
    colour: ink,
    italic,
    vertical,
    align,
  };
  const drawn = await setWithPango(sharp, input);
  return pairs.length === 0 ? drawn : drawPairs(sharp, drawn, pairs, input);
}
