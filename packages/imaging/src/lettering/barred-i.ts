import { hasLetter } from '../fonts/read-letters.ts';

/**
 * Families whose I has bars, and the letter of theirs that is a plain stroke of the same height: comics have the barred I for the pronoun
 * alone, and in other capitals it reads as a letter too many.
 */
const plainStrokes: Readonly<Record<string, string>> = { 'Comic Neue': 'l' };

const words = /[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu;
/** I, and I with the accents that languages put on it. */
const anyI = /[I\u00CC-\u00CF\u0128\u012A\u012C\u012E\u0130\u01CF]/gu;

/**
 * Words in capitals as they are drawn: with a plain I, but for the English pronoun. Other words stay as they are, and so do all where the
 * font has one form of the letter only. What is stored keeps its real letters.
 */
export function withPlainI(text: string, language: string, family: string): string {
  const stroke = plainStrokes[family];
  if (stroke === undefined) return text;
  const isEnglish = new Intl.Locale(language).language === 'en';
  const inCapitals = !/\p{Ll}/u.test(text);
  return text.replaceAll(words, (word) => {
    if (/\p{Ll}/u.test(word) || (word.length === 1 && !inCapitals)) return word;
    const isPronoun = isEnglish && /^I(?:$|['’])/.test(word);
    const rest = isPronoun ? word.slice(1) : word;
    return (isPronoun ? 'I' : '') + rest.replaceAll(anyI, (letter) => plain(letter, stroke, family));
  });
}

/** The stroke with the accents of a letter, if the font has them. */
function plain(letter: string, stroke: string, family: string): string {
  const accents = Array.from(letter.normalize('NFD')).slice(1);
  return accents.every((accent) => hasLetter(family, accent.codePointAt(0) as number))
    ? stroke + accents.join('')
    : letter;
}
