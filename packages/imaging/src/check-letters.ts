import { lettersWithoutFont, scriptsWithoutFont } from './fonts/choose-font.ts';

/** What of a text cannot be lettered. */
export interface MissingLetters {
  /** Letters that no bundled font has, each once. */
  readonly letters: readonly string[];
  /** Scripts among them for which there is no font at all, by their names in English. */
  readonly scripts: readonly string[];
}

/** Looks for letters without a glyph by the character maps of the bundled fonts. Draws nothing. */
export function checkLetters(text: string, language: string): MissingLetters {
  const letters = lettersWithoutFont(text, language);
  return { letters, scripts: letters.length === 0 ? [] : scriptsWithoutFont(text, language) };
}
