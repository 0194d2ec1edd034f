import { stripVTControlCharacters } from 'node:util';

/** C0 and C1 controls, DEL, and the marks that change the direction of the text after them. */
const controls = /[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu;

/**
 * Text from outside (a title, a vendor's error) as one line that cannot move the cursor, colour the terminal, set its title
 * or reverse the rest of the line.
 */
export function plainText(text: string): string {
  return stripVTControlCharacters(text).replaceAll(controls, ' ').trim();
}

/** The same for text of several lines; line breaks stay. */
export function plainLines(text: string): string {
  return text.split(/\r?\n/).map(plainText).join('\n');
}
