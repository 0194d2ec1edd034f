import type { BookSpec } from './story-spec.ts';

/**
 * `*word*` is emphasis where the stars touch a letter inside and a space, punctuation or an edge outside; a sentence's own mark may
 * stand before the closing star. `\*` is a star.
 */
const emphasis = /(?<![\p{L}\p{N}*\\])\*(?=[\p{L}\p{N}])([^*\n]*?[\p{L}\p{N}\p{M}?!.…])\*(?![\p{L}\p{N}*])/gu;
const escapedStar = /\\\*/g;

/** Part of a text that is set in one style. */
export interface WordRun {
  readonly text: string;
  readonly emphasised: boolean;
}

/** A text in runs with and without emphasis, in order. */
export function readEmphasis(text: string): WordRun[] {
  const runs: WordRun[] = [];
  const add = (part: string, emphasised: boolean) => {
    if (part !== '') runs.push({ text: part.replaceAll(escapedStar, '*'), emphasised });
  };
  let end = 0;
  for (const found of text.matchAll(emphasis)) {
    add(text.slice(end, found.index), false);
    add(found[1] ?? '', true);
    end = found.index + found[0].length;
  }
  add(text.slice(end), false);
  return runs;
}

/** The words alone, as they are read aloud. */
export const withoutMarks = (text: string): string =>
  readEmphasis(text)
    .map((run) => run.text)
    .join('');

/** A text of a time when a star was a star. */
export const escapeMarks = (text: string): string => text.replaceAll('*', '\\*');

/** Scripts that comics letter in capitals. */
const capitalScripts: readonly string[] = ['Latn'];

/** Whether a book is lettered in capitals: `auto` is on for comic pages in Latin letters. */
export function isInCapitals({ caps = 'auto', layout }: Pick<BookSpec, 'caps' | 'layout'>, language: string): boolean {
  if (caps !== 'auto') return caps === 'on';
  return layout === 'comic' && capitalScripts.includes(new Intl.Locale(language).maximize().script ?? '');
}

/** A text in the capitals of its language; the source stays as it is written. */
export const inCapitals = (text: string, language: string): string =>
  text.replaceAll('ß', 'ẞ').toLocaleUpperCase(language);
