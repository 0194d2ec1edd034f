import { currentDirection } from './current-language.ts';

const end = '\u2069';

const isolated = (mark: string, words: string): string =>
  currentDirection() === 'rtl' ? `${mark}${words}${end}` : words;

/**
 * Words of another language inside of a sentence: what the server or a provider said, a name, a file. Isolated where the page
 * is read from right to left, so that they do not pull the words around them to the wrong side.
 */
export const foreign = (words: string): string => isolated('\u2068', words);

/** What is written from left to right in every language: amounts, ranges of numbers. */
export const leftToRight = (words: string): string => isolated('\u2066', words);
