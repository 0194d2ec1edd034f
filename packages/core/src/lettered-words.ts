import type { BookSpec } from './story-spec.ts';

/** Letters of scripts that put no space between words, and of Korean, which writes a particle onto its word. */
const spaceless =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u
    .source;

const mark = String.raw`[\p{L}\p{N}\p{M}?!.…？！。．～〜]`;
const closing = String.raw`\*(?!\*|(?!${spaceless})[\p{L}\p{N}])`;

/**
 * `*word*` is emphasis where the stars touch a letter inside and a space, punctuation or an edge outside; a sentence's own mark may
 * stand before the closing star. A letter of a script without spaces may stand outside, too: if it does before the first star, the emphasis is within
 * a clause, for the star may be a sign of multiplication. `\*` is a star.
 */
const emphasis = new RegExp(
  String.raw`(?:(?<![\p{L}\p{N}*\\])\*(?=[\p{L}\p{N}])([^*\n]*?${mark})|(?<=${spaceless})\*(?=[\p{L}\p{N}])([^*\n、。，；：]*?${mark}))${closing}`,
  'gu',
);
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
    add(found[1] ?? found[2] ?? '', true);
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

/** Whether anything of a text leaves ink: not only spaces, controls, joiners and what Unicode calls ignorable by default. */
export const hasVisibleLetter = (text: string): boolean =>
  /[^\s\p{Cc}\p{Z}\uFFFE\uFFFF\p{Default_Ignorable_Code_Point}]/u.test(text);

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

/**
 * English words as American comics letter them (blambot.com, “Comic book grammar & tradition”): a double hyphen instead of every dash, close
 * to the words around it, and three dots that follow the word before them. Other languages have rules of their own and stay as they are.
 */
export function inHouse(house: BookSpec['house'], text: string, language: string): string {
  if (house !== 'classic' || new Intl.Locale(language).language !== 'en') return text;
  return (
    text
      .replaceAll(/[ \u00A0]*(?:[\u2014\u2015]+|(?<=\s)\u2013(?=\s|$)|-{2,})[ \u00A0]*/gmu, '--')
      .replaceAll(/[ \u00A0]*(?:\u2026|(?:\.[ \u00A0]?){2,}\.)(?:\u2026|\.)*/gmu, '...')
      // Dots that open a line belong to the word behind them, others to the word before.
      .replaceAll(/(?<=\S)\.\.\.(?=[\p{L}\p{N}*])/gmu, '... ')
      .replaceAll(/^\.\.\.[ \u00A0]+/gmu, '...')
  );
}
