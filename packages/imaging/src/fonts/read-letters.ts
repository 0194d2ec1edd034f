import { readFileSync } from 'node:fs';
import { create, type Font, type FontCollection } from 'fontkit';
import { releasePixels } from '../release-pixels.ts';
import { fontFaces } from './font-faces.ts';
import { userFont } from './user-fonts.ts';

/** Code points by family, read once in the life of a process: a large font takes about 50 ms, and few are ever needed. */
const lettersByFamily = new Map<string, ReadonlySet<number>>();

/** Whether a family, bundled or a user's, has a glyph for a code point, by the character map of its file. */
export function hasLetter(family: string, codePoint: number): boolean {
  let letters = userFont(family)?.letters ?? lettersByFamily.get(family);
  if (!letters) {
    // The first face: the others of a family have the same letters.
    const face = fontFaces.find((it) => it.family === family);
    if (!face) throw new Error(`the font family "${family}" is not bundled`);
    letters = readLetters(face.path);
    lettersByFamily.set(family, letters);
  }
  return letters.has(codePoint);
}

/** The code points of a font file, whose bytes are given back at once: those of all bundled fonts take 30 MB, which V8 does not see. */
function readLetters(path: string): ReadonlySet<number> {
  const bytes = readFileSync(path);
  const letters = new Set(fontOf(bytes, path).characterSet);
  releasePixels(bytes);
  return letters;
}

/** A font file. Throws for a collection of fonts. */
export const openFont = (path: string): Font => fontOf(readFileSync(path), path);

function fontOf(bytes: Buffer, path: string): Font {
  const font = create(bytes);
  if (isCollection(font)) throw new Error(`${path} is a collection of fonts, not one font`);
  return font;
}

const isCollection = (font: Font | FontCollection): font is FontCollection => 'fonts' in font;
