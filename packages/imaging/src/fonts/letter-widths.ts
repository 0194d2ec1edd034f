import type { Font } from 'fontkit';
import { familiesFor, lettersOutside } from './choose-font.ts';
import { fontFaces } from './font-faces.ts';
import { hasLetter, openFont } from './read-letters.ts';
import { userFont } from './user-fonts.ts';

/** Fonts whose advance widths were asked for. Ideographs are not measured, so the large fonts are never kept for them. */
const fonts = new Map<string, Font>();

/** Widths of letters by the first family they were looked for in. */
const known = new Map<string, number>();

/** A space between words, in font sizes: 0.25 to 0.31 in our fonts. */
const wordSpace = 0.28;

/** Ideographs, kana, Hangul and full-width forms are as wide as they are high; so are pictographs. */
const square = /[\u1100-\u11FF\u2E80-\uD7FF\uF900-\uFAFF\uFF00-\uFF60\p{Extended_Pictographic}]/u;

/**
 * How wide letters are, in font sizes, by the font each is set in: kerning and joined forms left aside, so Arabic is a few percent off.
 * It decides where lines end; what a text really takes is measured on its drawing.
 *
 * @param text all of the text, whose letters decide its font
 * @param own families of the user's, before the bundled ones
 */
export function letterWidths(text: string, language: string, own: readonly string[] = []): (words: string) => number {
  const families = familiesFor(text, language, own);
  const widthOf = (letter: string): number => {
    const name = `${families[0]} ${letter}`;
    const before = known.get(name);
    if (before !== undefined) return before;
    const width = measure(letter, families);
    known.set(name, width);
    return width;
  };
  return (words) => {
    let width = 0;
    for (const letter of words) width += widthOf(letter);
    return width;
  };
}

function measure(letter: string, families: readonly string[]): number {
  if (/[\p{Mn}\p{Me}\p{Cf}]/u.test(letter)) return 0;
  // Fontkit fails at glyphs without an outline.
  if (/[\s\p{Z}]/u.test(letter)) return letter === '\u3000' ? 1 : wordSpace;
  // Symbols that text uses are pictographs by Unicode; those of ASCII are not.
  if (letter > '\u00ff' && square.test(letter)) return 1;
  const codePoint = letter.codePointAt(0) as number;
  const family = families.find((it) => hasLetter(it, codePoint));
  if (family === undefined) return 0.6;
  const font = fontOf(family);
  return font.glyphForCodePoint(codePoint).advanceWidth / font.unitsPerEm;
}

/**
 * How high Pango makes the lines of a text, in font sizes, where they must be given: absent if all letters are in its first font. Another
 * font's line is higher than the text's own, so that a heart would push the lines around it apart.
 */
export function evenLineHeight(text: string, families: readonly string[]): number | undefined {
  const first = families.slice(0, 1);
  if (first[0] === undefined || lettersOutside(text, first).length === 0) return undefined;
  const { ascent, descent, unitsPerEm } = fontOf(first[0]);
  return (ascent - descent) / unitsPerEm;
}

function fontOf(family: string): Font {
  let font = userFont(family)?.font ?? fonts.get(family);
  if (!font) {
    const face = fontFaces.find((it) => it.family === family);
    if (!face) throw new Error(`the font family "${family}" is not bundled`);
    font = openFont(face.path);
    fonts.set(family, font);
  }
  return font;
}
