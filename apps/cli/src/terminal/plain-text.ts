import { stripVTControlCharacters } from 'node:util';

/** C0 and C1 controls, DEL, and the marks that turn the direction of the text after them. */
const controls = /[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu;

/**
 * A text from elsewhere (a title, an error of a vendor) as one line that cannot move the cursor, colour the terminal, set
 * its title or turn the rest of the line around.
 */
export function plainText(text: string): string {
  return stripVTControlCharacters(text).replaceAll(controls, ' ').trim();
}

/** The same for a text of several lines, which keeps its line breaks. */
export function plainLines(text: string): string {
  return text.split(/\r?\n/).map(plainText).join('\n');
}
