// cspell:ignore monoton aeiouyæœøıə aeiouyäöü Neeein Schifffahrt
import { createRequire } from 'node:module';

/** Languages that are hyphenated, by their patterns in `hyphen`, which come from TeX. Others are not: a hyphen means nothing there, or something else. */
const patterns: Readonly<Record<string, string>> = {
  af: 'af',
  be: 'be',
  bg: 'bg',
  bs: 'hr',
  ca: 'ca',
  cs: 'cs',
  cy: 'cy',
  da: 'da',
  de: 'de-1996',
  el: 'el-monoton',
  en: 'en-us',
  'en-GB': 'en-gb',
  es: 'es',
  et: 'et',
  eu: 'eu',
  fi: 'fi',
  fr: 'fr',
  fur: 'fur',
  ga: 'ga',
  gl: 'gl',
  hr: 'hr',
  hsb: 'hsb',
  hu: 'hu',
  ia: 'ia',
  id: 'id',
  is: 'is',
  it: 'it',
  ka: 'ka',
  la: 'la',
  lt: 'lt',
  lv: 'lv',
  mk: 'mk',
  nb: 'nb',
  nl: 'nl',
  nn: 'nn',
  no: 'nb',
  oc: 'oc',
  pl: 'pl',
  pt: 'pt',
  rm: 'rm',
  ro: 'ro',
  ru: 'ru',
  sk: 'sk',
  sl: 'sl',
  sq: 'sq',
  sr: 'sr-cyrl',
  'sr-Latn': 'sh-latn',
  sv: 'sv',
  tr: 'tr',
  uk: 'uk',
};

type Hyphenate = (text: string, options: { hyphenChar: string; minWordLength: number }) => string;

const require = createRequire(import.meta.url);

/** Letters of a word that may be parted, and of its first, its last and its other parts. */
const least = { word: 8, end: 3, part: 2 };

const mark = '\u00AD';

/** A part without any of them, with accents or without, is not spoken alone: patterns know simple words better than compounds. */
const vowel = /[aeiouyæœøıəаеёиоуыэюяіїєєўαεηιουωაეიოუ]/iu;

/** A cry that is drawn out, as *Neeein*: it is not parted. Words as *Schifffahrt* have one consonant three times. */
const drawnOut = /([aeiouyäöüаеиоуыэюяαεηιουω])\1\1|(\p{L})\2\2\2/iu;

/**
 * The parts of a word between which a line may end with a hyphen, by the patterns of its language, which are loaded with the first word that
 * needs them. One part: it is not to be parted. Punctuation stays with the part it touches.
 */
export function hyphenate(word: string, language: string): string[] {
  const folder = patternsOf(language);
  if (folder === null || drawnOut.test(word) || /[\d\u00AD@/_]/u.test(word)) return [word];
  const { hyphenateSync } = require(`hyphen/${folder}`) as { hyphenateSync: Hyphenate };
  // The patterns are in small letters. A few letters are longer there, as the Turkish İ in other languages: such a word stays whole.
  const small = word.toLocaleLowerCase(language);
  if (small.length !== word.length) return [word];
  const parts: string[] = [];
  let used = 0;
  for (const part of hyphenateSync(small, { hyphenChar: mark, minWordLength: least.word }).split(mark)) {
    parts.push(word.slice(used, used + part.length));
    used += part.length;
  }
  return longEnough(parts);
}

/** The patterns of a language, by its code with its script or region, or alone; null: it has none. */
function patternsOf(language: string): string | null {
  const { language: code, script, region } = new Intl.Locale(language);
  for (const name of [`${code}-${script}`, `${code}-${region}`, code]) {
    const found = Object.hasOwn(patterns, name) ? patterns[name] : undefined;
    if (found !== undefined) return found;
  }
  return null;
}

/** Parts that are too short, or not spoken alone, join the one before them; the first one joins the next. */
function longEnough(parts: readonly string[]): string[] {
  const joined: string[] = [];
  for (const [index, part] of parts.entries()) {
    const before = joined.at(-1);
    const isEnd = index === parts.length - 1;
    const stands = before !== undefined && isSpoken(before, joined.length === 1) && isSpoken(part, isEnd);
    if (before === undefined || stands) joined.push(part);
    else joined[joined.length - 1] = before + part;
  }
  return joined;
}

const isSpoken = (part: string, isEnd: boolean): boolean =>
  part.replaceAll(/\P{L}/gu, '').length >= (isEnd ? least.end : least.part) && vowel.test(part.normalize('NFD'));
