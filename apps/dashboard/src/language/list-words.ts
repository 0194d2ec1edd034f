import { currentLanguage } from './current-language.ts';

/** What stands between the members of a list, with the space after it. */
const comma = (): string => (currentLanguage() === 'ar' ? '، ' : ', ');

/** Words beside each other: `Hare, Owl`. What is missing or false is left out. */
export const listWords = (words: readonly (string | number | false | null | undefined)[]): string =>
  words.filter((word) => word !== null && word !== undefined && word !== false && word !== '').join(comma());

/** Words with the word for "and" before the last one: `Hare and Owl`. */
export const joinBoth = (words: readonly string[]): string =>
  new Intl.ListFormat(currentLanguage(), { type: 'conjunction' }).format(words);
