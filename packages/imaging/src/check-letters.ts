import { lettersOutside, lettersWithoutFont, scriptsWithoutFont } from './fonts/choose-font.ts';

/** What of a text cannot be lettered. */
export interface MissingLetters {
  /** Letters that no font has, each once. */
  readonly letters: readonly string[];
  /** Scripts among them for which there is no font at all, by their names in English. */
  readonly scripts: readonly string[];
  /** Letters that the user's fonts lack, each once; empty where there is none for the text. */
  readonly lacking: readonly string[];
}

/**
 * Looks for letters without a glyph by the character maps of the fonts. Draws nothing.
 *
 * @param users fonts of the user's for this text, which were learned
 */
export function checkLetters(text: string, language: string, users: readonly string[] = []): MissingLetters {
  const letters = lettersWithoutFont(text, language, users);
  return {
    letters,
    scripts: letters.length === 0 ? [] : scriptsWithoutFont(text, language, users),
    lacking: users.length === 0 ? [] : lettersOutside(text, users),
  };
}
