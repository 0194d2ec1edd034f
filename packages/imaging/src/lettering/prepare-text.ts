import { scriptOfLanguage } from '../fonts/font-of-language.ts';

/** Embeddings, overrides, isolates and marks of the bidi algorithm: in a story's text they only do harm. */
const bidiControls = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** What XML, and so Pango's markup and SVG, cannot represent: control characters except white space, and two noncharacters. */
const notXml = /(?![\t\n\r\u007F-\u009F])[\p{Cc}\uFFFE\uFFFF]/gu;

/** Whether any of the text is visible. */
export function hasInk(text: string): boolean {
  return /[^\s\p{Cc}\p{Z}\p{Default_Ignorable_Code_Point}]/u.test(text.replaceAll(notXml, ''));
}

const isolates = { leftToRight: '\u2066', rightToLeft: '\u2067', asItsFirstLetter: '\u2068' };
const popIsolate = '\u2069';
const rightToLeftMark = '\u200F';
const wordJoiner = '\u2060';
const zeroWidthSpace = '\u200B';

const rightToLeftLetter =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/** Whether text of this language runs from right to left. */
export function isRightToLeft(language: string): boolean {
  return ['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo', 'Adlm'].includes(scriptOfLanguage(language));
}

/**
 * Prepares a story's text for Pango: markup and bidi controls are made harmless, every line becomes an isolate in a paragraph
 * of the language's direction, and lines break only where the language allows it. Pango breaks Korean,
 * Japanese and Chinese inside words, hence the word joiners in words known to ICU; it has no Thai dictionary, hence the
 * zero-width spaces at ICU's word boundaries.
 */
export function prepareText(text: string, language: string): string {
  const base = isRightToLeft(language) ? rightToLeftMark : '';
  return text
    .replaceAll(bidiControls, '')
    .replaceAll('\t', ' ')
    .trim()
    .split('\n')
    .map((line) => base + isolate(line, language) + escapeMarkup(breakable(line.trim(), language)) + popIsolate)
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

function breakable(line: string, language: string): string {
  const joined = line.replaceAll(/(?<=\p{Script=Hangul})(?=\p{Script=Hangul})/gu, wordJoiner);
  if (/[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u.test(joined)) {
    return wordsOf(joined, scriptOfLanguage(language) === 'Latn' ? 'th' : language).join(zeroWidthSpace);
  }
  if (!/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(joined)) return joined;
  return wordsOf(joined, language)
    .map((word) =>
      /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]{2,6}$/u.test(word)
        ? Array.from(word).join(wordJoiner)
        : word,
    )
    .join('');
}

function wordsOf(line: string, language: string): string[] {
  return [...new Intl.Segmenter(language, { granularity: 'word' }).segment(line)].map(({ segment }) => segment);
}
