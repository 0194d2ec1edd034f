import { readEmphasis, type WordRun } from '@nextpanel/core';
import { scriptOfLanguage, substitutes } from '../fonts/choose-font.ts';
import { japanesePhrases, withParticles } from './japanese-phrases.ts';
import { keepPlace, splitPairs } from './upright-digits.ts';

/** Embeddings, overrides, isolates and marks of the bidi algorithm: in a story's text they only do harm. */
const bidiControls = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** What XML, and so Pango's markup and SVG, cannot represent: control characters except white space, and two noncharacters. */
const notXml = /(?![\t\n\r\u007F-\u009F])[\p{Cc}\uFFFE\uFFFF]/gu;

/** Variation selectors, skin tones, keycaps and the parts of tagged flags: the pictographs of our font have one form. */
const leftovers = /\p{Emoji_Modifier}|[\u20E3\uFE00-\uFE0F\u{E0020}-\u{E007F}]/gu;

/** Joiners beside a pictograph: they glue several into one picture, which the font has as single ones. */
const pictographJoiners = /(?<=\p{Extended_Pictographic})\u200D|\u200D(?=\p{Extended_Pictographic})/gu;

/**
 * The text as far as it can be lettered: without invisible leftovers of emoji, decorated letters that no font has in their plain form,
 * and others that no font has left out. They would be drawn as boxes; what is left out is reported at submit and with the sheet.
 *
 * @param users families of the user's that it is set in
 */
export function legible(text: string, language: string, users: readonly string[] = []): string {
  const plain = text.replaceAll(leftovers, '').replaceAll(pictographJoiners, '');
  const instead = substitutes(plain, language, users);
  return instead.size === 0 ? plain : Array.from(plain, (letter) => instead.get(letter) ?? letter).join('');
}

const isolates = { leftToRight: '\u2066', rightToLeft: '\u2067', asItsFirstLetter: '\u2068' };
const popIsolate = '\u2069';
const rightToLeftMark = '\u200F';
const wordJoiner = '\u2060';
const zeroWidthSpace = '\u200B';
const noBreakSpace = '\u00A0';

const rightToLeftLetter =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/** Whether text of this language runs from right to left. */
export function isRightToLeft(language: string): boolean {
  return ['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo', 'Adlm'].includes(scriptOfLanguage(language));
}

/** How a text is set. */
interface Setting {
  /** Phrases stay on one line; where they are too long for it, only the rules of single letters count. */
  readonly phrases?: boolean;
  /** In columns. */
  readonly vertical?: boolean;
  /** Takes the pairs of digits that stand side by side in a column; their places are kept for `drawPairs`. */
  readonly pairs?: string[] | undefined;
  /** All of it leans: what is emphasised stands upright. */
  readonly italic?: boolean;
}

/**
 * Prepares a story's text for Pango: markup and bidi controls are made harmless, every line becomes an isolate in a paragraph
 * of the language's direction, and lines break only where the language allows it. Pango breaks Korean,
 * Japanese and Chinese inside words, hence the word joiners in words known to ICU; it has no Thai dictionary, hence the
 * zero-width spaces at ICU's word boundaries.
 */
export function prepareText(
  text: string,
  language: string,
  { phrases = true, vertical = false, italic = false }: Setting = {},
): string {
  const base = isRightToLeft(language) ? rightToLeftMark : '';
  return cleaned(text, language)
    .split('\n')
    .map(
      (line) =>
        base +
        isolate(line, language) +
        emphasise(breakable(line.trim(), language, phrases ? 'phrases' : 'letters'), { vertical, italic }) +
        popIsolate,
    )
    .join('\n');
}

/** The text without what cannot be drawn or would turn its order about. */
export const cleaned = (text: string, language: string, users: readonly string[] = []): string =>
  legible(text, language, users).replaceAll(bidiControls, '').replaceAll('\t', ' ').trim();

/**
 * Lines that are broken already, for Pango: each an isolate in a paragraph of the language's direction, as `prepareText` sets those of
 * the author.
 */
export function prepareLines(
  lines: readonly (readonly WordRun[])[],
  language: string,
  { vertical = false, italic = false, pairs }: Omit<Setting, 'phrases'> = {},
): string {
  const base = isRightToLeft(language) ? rightToLeftMark : '';
  return lines
    .map((runs) => {
      const words = runs.map(({ text }) => text).join('');
      return `${base}${isolate(words, language)}${runs.map((run) => emphasised(run, { vertical, italic, pairs })).join('')}${popIsolate}`;
    })
    .join('\n');
}

/**
 * A line takes the language's direction if it has letters of the language, even if it starts with a foreign name. A line that
 * is entirely foreign takes its own.
 */
function isolate(line: string, language: string): string {
  if (isRightToLeft(language)) return rightToLeftLetter.test(line) ? isolates.rightToLeft : isolates.asItsFirstLetter;
  return /\p{L}/u.test(line.replaceAll(new RegExp(rightToLeftLetter, 'gu'), ''))
    ? isolates.leftToRight
    : isolates.asItsFirstLetter;
}

/** Text for XML: `& < >` as entities, so that it cannot set fonts, sizes or colours. */
export function escapeMarkup(text: string): string {
  return text.replaceAll(notXml, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The line as markup, its `*emphasis*` slanted against the rest. */
function emphasise(line: string, { vertical, italic }: Required<Pick<Setting, 'vertical' | 'italic'>>): string {
  return readEmphasis(line)
    .map((run) => emphasised(run, { vertical, italic }))
    .join('');
}

function emphasised(
  run: WordRun,
  { vertical, italic, pairs }: Required<Pick<Setting, 'vertical' | 'italic'>> & Pick<Setting, 'pairs'>,
): string {
  const words =
    vertical && pairs
      ? splitPairs(run.text)
          .map((part, index) => (index % 2 === 0 ? markUp(part, vertical) : keepPlace(pairs, part)))
          .join('')
      : markUp(run.text, vertical);
  return run.emphasised ? `<span style="${italic ? 'normal' : 'italic'}">${words}</span>` : words;
}

/** A run of words as markup. In columns, words of other scripts lie on their side as in print, instead of a stack of letters. */
function markUp(line: string, vertical: boolean): string {
  if (!vertical) return escapeMarkup(line);
  return line
    .replaceAll(/[—\u2014]{2,}/gu, (dashes) => '\u2015'.repeat(dashes.length))
    .replaceAll(/[!！][?？]/gu, '\u2049')
    .replaceAll(/[?？][!！]/gu, '\u2048')
    .replaceAll(/[!！]{2}/gu, '\u203C')
    .split(/((?:[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]\p{M}*[0-9'’.&-]*){2,})/u)
    .map((part, index) =>
      index % 2 === 0 ? escapeMarkup(part) : `<span gravity_hint="natural">${escapeMarkup(part)}</span>`,
    )
    .join('');
}

/** The space between the thousands of a number, and between a number and its sign or unit: *3 000 €*, *25 km*. */
// cspell:ignore µmck KMGT
const insideNumbers =
  /(?<=\d) (?=\d{3}(?!\d)|[%‰°\p{Sc}]|(?:[µmck]?m|[mk]?g|[cm]?l|k[mW]h?|h|min|s|V|W|Hz|kHz|MHz|GHz|[KMGT]B)(?![\p{L}\p{N}]))/gu;

/** Digits as wide as ideographs, which the Unicode algorithm parts as if they were some. */
const betweenWideDigits = /(?<=[０-９])(?=[０-９])/gu;

/** What of a line stays whole: phrases of several words, single words, or only what the Unicode algorithm keeps together. */
export type Kept = 'phrases' | 'words' | 'letters';

/**
 * The line with word joiners where it must not be broken and zero-width spaces where it may, as far as the Unicode algorithm does not
 * know it: Korean, Japanese and Chinese words hold together, Thai ones part.
 */
export function breakable(line: string, language: string, kept: Kept): string {
  const numbers = line.replaceAll(insideNumbers, noBreakSpace).replaceAll(betweenWideDigits, wordJoiner);
  const joined =
    kept === 'phrases' ? numbers.replaceAll(/(?<=\p{Script=Hangul})(?=\p{Script=Hangul})/gu, wordJoiner) : numbers;
  if (/[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u.test(joined)) {
    return (
      wordsOf(joined, scriptOfLanguage(language) === 'Latn' ? 'th' : language)
        .join(zeroWidthSpace)
        // Repetition and abbreviation marks belong to the word before them, also after the space that Thai puts between.
        .replaceAll(/\u200B+(?=[\u0E2F\u0E46\u0EC6\u0EAF\u17D7])/gu, '')
        .replaceAll(/[ \u200B]+(?=[\u0E2F\u0E46\u0EC6\u0EAF\u17D7])/gu, noBreakSpace)
    );
  }
  return eastern(joined, language, kept).replaceAll(beforeCounter, wordJoiner);
}

const eastLetter = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Whether a line has letters that only Japanese has. */
export const isJapanese = (line: string): boolean => /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(line);

/** A line with its Japanese and Chinese words, or the phrases of Japanese, held together. */
function eastern(line: string, language: string, kept: Kept): string {
  const hasKana = isJapanese(line);
  const isKept = kept === 'phrases' ? eastLetter.test(line) : kept === 'words' && hasKana;
  if (!isKept) return line;
  const words = wordsOf(line, language);
  if (hasKana && kept === 'phrases')
    return japanesePhrases(line, words)
      .map((phrase) => phrase.replaceAll(beforeLetter, wordJoiner))
      .join('');
  const joined = withParticles(words).map((word) =>
    /^(?:[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々]{2,8}|[\p{Script=Katakana}ー]{2,12}|[」』]\p{Script=Hiragana}{1,2})$/u.test(
      word,
    )
      ? Array.from(word).join(wordJoiner)
      : word,
  );
  return hasKana ? joined.join('').replaceAll(behindLatin, wordJoiner) : joined.join('');
}

/** Between a word in other letters and what belongs to it: ABC社. */
const behindLatin = /(?<=\p{Script=Latin})(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])/gu;

/** Where the Unicode algorithm would end a line inside a phrase; not beside a space, nor behind a star, which may be emphasis. */
const beforeLetter = /(?<=[^\s*\u2060])(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])/gu;

/** Between a number and what it counts, and behind the sign of an ordinal number: 12匹, 11月, 第100集. */
const beforeCounter =
  /(?<=[0-9０-９])(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])|(?<=第)(?=[0-9０-９])/gu;

/** A line in the words, spaces and marks that ICU knows. */
export function wordsOf(line: string, language: string): string[] {
  return [...new Intl.Segmenter(language, { granularity: 'word' }).segment(line)].map(({ segment }) => segment);
}
