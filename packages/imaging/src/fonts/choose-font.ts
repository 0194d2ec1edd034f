import { hasLetter } from './read-letters.ts';

/**
 * ISO 15924 script → the families for it, best first. A text is set in the first one that has all its letters, so that no word
 * mixes two designs. Scripts that are not listed start with the Latin families.
 */
// cspell:disable: codes of scripts
const familiesOfScript: Readonly<Record<string, readonly string[]>> = {
  Latn: ['Comic Neue', 'Shantell Sans', 'Playpen Sans', 'Patrick Hand', 'Noto Sans'],
  Cyrl: ['Shantell Sans', 'Noto Sans'],
  Grek: ['Playpen Sans', 'Noto Sans'],
  Arab: ['Noto Sans Arabic'],
  Hebr: ['Noto Sans Hebrew'],
  Deva: ['Noto Sans Devanagari'],
  Beng: ['Noto Sans Bengali'],
  Taml: ['Noto Sans Tamil'],
  Telu: ['Noto Sans Telugu'],
  Thai: ['Noto Sans Thai'],
  Khmr: ['Noto Sans Khmer'],
  Mymr: ['Noto Sans Myanmar'],
  Geor: ['Noto Sans Georgian'],
  Armn: ['Noto Sans Armenian'],
  Jpan: ['Noto Sans JP'],
  Kore: ['Jua', 'Noto Sans KR'],
  Hans: ['ZCOOL KuaiLe', 'Noto Sans SC'],
  Hant: ['Noto Sans TC', 'Noto Sans HK'],
};
// cspell:enable

/** Languages that want another family first than their script. */
const familyOfLanguage: Readonly<Record<string, string>> = {
  vi: 'Patrick Hand',
  // Urdu is read in Nastaliq; Naskh looks foreign in it.
  ur: 'Noto Nastaliq Urdu',
  yue: 'Noto Sans HK',
  'zh-HK': 'Noto Sans HK',
  'zh-MO': 'Noto Sans HK',
};

/** Families for pictographs and symbols, then all others: tried letter by letter when the family of a text lacks one. */
const symbols = ['Noto Emoji', 'Noto Sans Symbols 2', 'Noto Sans Symbols'];
const fallback = [
  ...new Set([...(familiesOfScript.Latn ?? []), ...symbols, ...Object.values(familiesOfScript).flat()]),
];

/** ISO 15924 script a language is written in: `Latn`, `Arab`, `Jpan` … `Latn` for tags unknown to the runtime. */
export function scriptOfLanguage(language: string): string {
  return localeOf(language)?.script ?? 'Latn';
}

/** Pango font description (families, bold) for a text in a language (BCP 47), without a size. */
export const chooseFont = (text: string, language: string): string => pangoFont(familiesFor(text, language));

/** Pango font description (families, bold) of families, best first. */
export const pangoFont = (families: readonly string[]): string => `${[...new Set(families)].join(',')} Bold`;

/** The same families for `font-family` in SVG. */
export const svgFamilies = (families: readonly string[]): string => families.map((family) => `'${family}'`).join(',');

/**
 * The families a text is set in, best first: the first one has all its letters, if any of the language's families does. Fonts of the user's come
 * before them, whatever they lack.
 */
export function familiesFor(text: string, language: string, users: readonly string[] = []): string[] {
  const own = familiesOf(language);
  // Symbols and fractions do not decide: a heart must not change the design of the words around it.
  const words = text.replaceAll(/[^\p{L}\p{M}\p{Nd}]/gu, '');
  const letters = codePointsOf(words).filter((codePoint) => own.some((family) => hasLetter(family, codePoint)));
  const whole = own.find((family) => letters.every((codePoint) => hasLetter(family, codePoint)));
  return [...new Set([...users, ...(whole === undefined ? [] : [whole]), ...own, ...fallback])];
}

function familiesOf(language: string): string[] {
  const locale = localeOf(language);
  const { language: name = '', region = '', script = 'Latn' } = locale ?? {};
  const first = familyOfLanguage[`${name}-${region}`] ?? familyOfLanguage[name];
  return [...(first === undefined ? [] : [first]), ...(familiesOfScript[script] ?? familiesOfScript.Latn ?? [])];
}

function localeOf(language: string): Intl.Locale | null {
  try {
    return new Intl.Locale(language).maximize();
  } catch {
    return null;
  }
}

/**
 * What stands for the visible characters that neither a bundled font nor one of the user's has: the plain form of a decorated letter (F
 * for 𝔉, by Unicode's compatibility mappings), or nothing. In the order of the text.
 */
export function substitutes(text: string, language: string, users: readonly string[] = []): Map<string, string> {
  // Its own families first: the large ones of other scripts need not be read then.
  const families = [...new Set([...users, ...familiesOf(language), ...fallback])];
  return new Map(
    lettersOutside(text, families).map((letter) => {
      const plain = letter.normalize('NFKC');
      return [letter, plain !== letter && lettersOutside(plain, families).length === 0 ? plain : ''];
    }),
  );
}

/** The visible characters of a text that no font can draw, in a plain form either; each once, in the order of the text. */
export const lettersWithoutFont = (text: string, language: string, users: readonly string[] = []): string[] =>
  [...substitutes(text, language, users)].filter(([, plain]) => plain === '').map(([letter]) => letter);

/** The visible characters of a text that none of these families has, each once, in the order of the text. */
export const lettersOutside = (text: string, families: readonly string[]): string[] =>
  codePointsOf(text)
    .filter((codePoint) => !families.some((family) => hasLetter(family, codePoint)))
    .map((codePoint) => String.fromCodePoint(codePoint));

/** The distinct code points of a text that leave ink, or should. */
const codePointsOf = (text: string): number[] =>
  [...new Set(text.replaceAll(/[\s\p{Cc}\p{Z}\p{Default_Ignorable_Code_Point}]/gu, ''))].map(
    (letter) => letter.codePointAt(0) as number,
  );

/** The scripts of letters for which there is no family at all, by their names in English. */
export function scriptsWithoutFont(text: string, language: string, users: readonly string[] = []): string[] {
  const letters = lettersWithoutFont(text, language, users).filter((letter) => /[\p{L}\p{M}]/u.test(letter));
  const names = new Intl.DisplayNames('en', { type: 'script' });
  const known = unbundled.filter(({ pattern }) => letters.some((letter) => pattern.test(letter)));
  return known.map(({ code }) => names.of(code) ?? code);
}

/** Scripts in use today for which no font is bundled (Unicode's recommended and limited-use scripts, UAX #31, tables 5 and 7). */
// cspell:disable: codes of scripts
const unbundled = (
  'Ethi Gujr Guru Knda Laoo Mlym Orya Sinh Thaa Tibt Adlm Bali Bamu Batk Cakm Cans Cham Cher Hmnp Java Kali Lana Lepc Limb ' +
  'Lisu Mand Mtei Mong Newa Nkoo Olck Osge Plrd Rohg Saur Sund Sylo Syrc Tale Talu Tavt Tfng Vaii Wcho Yiii'
)
  .split(' ')
  .map((code) => ({ code, pattern: new RegExp(`\\p{Script=${code}}`, 'u') }));
