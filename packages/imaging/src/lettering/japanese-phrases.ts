import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

interface Parser {
  parse(text: string): string[];
}

const require = createRequire(import.meta.url);

let parser: Parser | undefined;

/** The parser of BudouX with its model of Japanese, 20 KB. Its other parts read web pages and take 36 MB. */
function openParser(): Parser {
  const folder = dirname(require.resolve('budoux'));
  const { Parser: Model } = require(join(folder, 'parser.js')) as { Parser: new (model: unknown) => Parser };
  const { model } = require(join(folder, 'data/models/ja.js')) as { model: unknown };
  return new Model(model);
}

/**
 * The phrases of a Japanese line: a word with its particles and endings, *育ったからな*. A line of a book ends behind one. A dictionary that knows
 * the words keeps the model from parting them, as *一|生*.
 *
 * @param words the line in the words of the dictionary
 */
export function japanesePhrases(line: string, words: readonly string[]): string[] {
  parser ??= openParser();
  const inside = placesInside(words);
  const phrases: string[] = [];
  let at = 0;
  for (const part of line.split(/(?<=\s)(?=\S)/u).flatMap((words) => (parser as Parser).parse(words))) {
    const before = phrases.at(-1);
    const isOneWithIt =
      before !== undefined && (inside.has(at) || marks.test(part) || opens(before, phrases.length === 1));
    if (isOneWithIt) phrases[phrases.length - 1] = before + part;
    else phrases.push(part);
    at += part.length;
  }
  return phrases;
}

/** Marks alone belong to what they follow, or, at the beginning, to what follows. */
const marks = /^[\p{P}\p{S}]+$/u;

/** Whether a phrase continues: a word in other letters, as in *ABC社の*, and marks at the beginning, as in *…うまい*. */
const opens = (phrase: string, isFirst: boolean): boolean =>
  otherLetter.test(phrase) || (isFirst && marks.test(phrase));

const otherLetter = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Nd}]$/u;

/** The dictionary finds words of a few hiragana where there are none, as *のむ* in *海のむこう*. */
const unsure = /^\p{Script=Hiragana}{1,3}$/u;

/** Places between two letters of one word. */
function placesInside(words: readonly string[]): Set<number> {
  const places = new Set<number>();
  let start = 0;
  for (const word of words) {
    if (!unsure.test(word)) for (let at = start + 1; at < start + word.length; at++) places.add(at);
    start += word.length;
  }
  return places;
}

/**
 * How badly a Japanese phrase that is too long for a line is torn behind each of its letters, from 0 to 2, by place: best before a word, worse
 * before a short ending or a particle, worst inside a word.
 */
export function judgeTears(words: readonly string[]): (at: number) => number {
  const flaws = new Map<number, number>();
  let start = 0;
  for (const word of withEndings(words)) {
    const isEnding = /^\p{Script=Hiragana}{1,2}$/u.test(word);
    flaws.set(start, isEnding ? 0.7 / word.length : 0);
    start += word.length;
  }
  return (at) => flaws.get(at) ?? 2;
}

/** The longest phrase that is kept on one line, in letters: a word of up to six with a particle. */
const longestPhrase = 8;

/**
 * Words with the Japanese particles that follow them, for where a phrase is too long: a lone は or を at the start of a line reads badly. Particles
 * are what ICU separates from a word and is written in one or two hiragana.
 */
export function withParticles(words: readonly string[]): string[] {
  const phrases: string[] = [];
  for (const word of withEndings(withLongKatakana(words))) {
    const before = phrases.at(-1) ?? '';
    const follows =
      (endings.has(word) || /^\p{Script=Hiragana}{1,2}$/u.test(word)) &&
      /[\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}」』]$/u.test(before);
    if (follows && before.length + word.length <= longestPhrase) phrases[phrases.length - 1] = before + word;
    else phrases.push(word);
  }
  return phrases;
}

/** Foreign words that the dictionary does not know fall into pieces: one or two katakana belong to those before them, as in *ギャラ|ク|シー*. */
function withLongKatakana(words: readonly string[]): string[] {
  const whole: string[] = [];
  for (const word of words) {
    const isPiece =
      /^[\p{Script=Katakana}ー]{1,2}$/u.test(word) && /[\p{Script=Katakana}ー]$/u.test(whole.at(-1) ?? '');
    if (isPiece) whole[whole.length - 1] += word;
    else whole.push(word);
  }
  return whole;
}

/** Japanese endings of verbs, which ICU takes apart: a line that begins with their second half reads badly. */
const endings = new Set(['でしょう', 'ましょう', 'ません', 'ました', 'でした', 'だろう', 'ください']);

/** Those so long that they are nothing else, also where ICU takes them for a part of a word, as in *ごめんください*. */
const longEndings = new RegExp([...endings].filter(({ length }) => length > 3).join('|'), 'gu');

function withEndings(words: readonly string[]): string[] {
  const whole: string[] = [];
  for (const word of withLongEndings(words)) {
    const ending = (whole.at(-1) ?? '') + word;
    if (endings.has(ending)) whole[whole.length - 1] = ending;
    else whole.push(word);
  }
  return whole;
}

/** Words with every long ending as a word of its own. */
function withLongEndings(words: readonly string[]): string[] {
  const line = words.join('');
  const places = new Set<number>();
  let end = 0;
  for (const { length } of words) {
    end += length;
    places.add(end);
  }
  for (const { index, 0: ending } of line.matchAll(longEndings)) {
    const [first, behind] = [index, index + ending.length];
    for (const place of places) if (place > first && place < behind) places.delete(place);
    places.add(first).add(behind);
  }
  const ends = [...places].filter((place) => place > 0).toSorted((a, b) => a - b);
  return ends.map((to, index) => line.slice(ends[index - 1] ?? 0, to));
}
