/** Fallback families, tried letter by letter when the language's own family lacks a letter. */
const fallback = [
  'Comic Neue',
  'Comic Relief',
  'Patrick Hand',
  'Noto Sans Arabic',
  'Noto Sans Hebrew',
  'Noto Sans Devanagari',
  'Noto Sans Thai',
  'Noto Sans JP',
  'Jua',
  'ZCOOL KuaiLe',
];

/** ISO 15924 script → the family for it. Scripts not listed here start with Comic Neue. */
const familyOfScript: Readonly<Record<string, string>> = {
  Cyrl: 'Comic Relief',
  Grek: 'Comic Relief',
  Arab: 'Noto Sans Arabic',
  Hebr: 'Noto Sans Hebrew',
  Deva: 'Noto Sans Devanagari',
  Thai: 'Noto Sans Thai',
  Jpan: 'Noto Sans JP',
  Hant: 'Noto Sans JP',
  Kore: 'Jua',
  Hans: 'ZCOOL KuaiLe',
};

/** ISO 15924 script a language is written in: `Latn`, `Arab`, `Jpan` … `Latn` for tags unknown to the runtime. */
export function scriptOfLanguage(language: string): string {
  try {
    return new Intl.Locale(language).maximize().script ?? 'Latn';
  } catch {
    return 'Latn';
  }
}

/** Pango font description (families, bold) for text in a language (BCP 47), without a size. */
export function fontOfLanguage(language: string): string {
  const script = scriptOfLanguage(language);
  const first = language.toLowerCase().startsWith('vi') ? 'Patrick Hand' : (familyOfScript[script] ?? 'Comic Neue');
  return `${[first, ...fallback.filter((family) => family !== first)].join(',')} Bold`;
}

/** Letters of scripts that have no bundled font, and pictographs beyond the Basic Multilingual Plane (emoji). */
const unlettered =
  /[^\p{scx=Latn}\p{scx=Cyrl}\p{scx=Grek}\p{scx=Arab}\p{scx=Hebr}\p{scx=Deva}\p{scx=Thai}\p{scx=Hira}\p{scx=Kana}\p{scx=Hani}\p{scx=Hang}\p{sc=Zyyy}\p{sc=Zinh}]|[\u{1F000}-\u{1FAFF}]/gu;

/** The characters of a text that would be lettered as boxes, each once. */
export function lettersWithoutFont(text: string): string[] {
  return [...new Set(text.match(unlettered))];
}
