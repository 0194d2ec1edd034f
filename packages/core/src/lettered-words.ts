import type { BookSpec } from './story-spec.ts';

/** Letters of scripts that put no space between words; and with Korean, which writes a particle onto its word. */
const spaceless = String.raw`\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}`;
const joining = String.raw`[${spaceless}\p{scx=Hangul}]`;

const mark = String.raw`[\p{L}\p{N}\p{M}?!.…？！。．～〜]`;
const closing = String.raw`\*(?!\*|(?!${joining})[\p{L}\p{N}])`;

/**
 * `*word*` is emphasis where the stars touch a letter inside and a space, punctuation or an edge outside; a sentence's own mark may
 * stand before the closing star. A letter of a script without spaces may stand outside, too: if it does before the first star, the emphasis is within
 * a clause, for the star may be a sign of multiplication, see `isFormula`. `\*` is a star.
 */
const emphasis = new RegExp(
  String.raw`(?:(?<![\p{L}\p{N}*\\])\*(?=[\p{L}\p{N}])([^*\n]*?${mark})|(?<=[${spaceless}])\*(?=[\p{L}\p{N}])([^*\n、。，；：]*?${mark}))${closing}`,
  'gu',
);
const escapedStar = /\\\*/g;

/** What parts clauses. */
const clauseEnd = /[\n、。，；：]/u;
const operator = /[=＝≒≈+＋×÷]/u;

/** Names of what is measured or counted, at the end of what stands before a star, or all of what stands between two. */
const measure = new RegExp(
  `(?:${[
    String.raw`(?<=^|[^\p{Script=Han}]|[是为為于於])[長长高宽寬幅縦竖豎横深厚底]`,
    '[長高深厚重広速太大]さ|奥行き?|[縦横]幅',
    '[长長宽寬高厚深速温溫密濃浓角]度|[面体體容]?[積积]|[半直][径徑]|底[辺边邊]|距[離离]',
    '[数數质質重分]量|体重|[単单單定][価价價]|値段|[価价價]格|[個个人件枚][数數]|[税稅利比倍]率|折扣',
    'กว้าง|ยาว|สูง|หนา|ลึก|ราคา|จำนวน',
  ].join('|')})$`,
  'u',
);

/** What joins and parts letters for line breaking. */
const joints = /[\u200B\u2060]/g;

/**
 * Whether the stars around a word in the middle of a clause are signs of multiplication: their number is odd, the clause has another sign of
 * arithmetic, or both the word and the one before it are measures, as in 長さ*幅*高さ.
 */
function isFormula(text: string, start: number, word: string): boolean {
  const before = text.slice(0, start).split(clauseEnd).at(-1) ?? '';
  const [clause = ''] = text.slice(start - before.length).split(clauseEnd, 1);
  const stars = clause.match(/(?<!\\)\*/gu)?.length ?? 0;
  const areMeasures = [before, word].every((part) => measure.test(part.replaceAll(joints, '')));
  return stars % 2 === 1 || operator.test(clause) || areMeasures;
}

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
    const [whole, word, inClause] = found;
    if (inClause !== undefined && isFormula(text, found.index, inClause)) continue;
    add(text.slice(end, found.index), false);
    add(word ?? inClause ?? '', true);
    end = found.index + whole.length;
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
