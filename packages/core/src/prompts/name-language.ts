/**
 * English names of languages. They are written down here, because a name is part of a prompt and so of a request's key: one
 * that changed with the machine's own tables would have every frame paid again.
 */
const names: Readonly<Record<string, string>> = {
  af: 'Afrikaans',
  am: 'Amharic',
  ar: 'Arabic',
  bg: 'Bulgarian',
  bn: 'Bengali',
  ca: 'Catalan',
  cs: 'Czech',
  cy: 'Welsh',
  da: 'Danish',
  de: 'German',
  el: 'Greek',
  en: 'English',
  es: 'Spanish',
  et: 'Estonian',
  eu: 'Basque',
  fa: 'Persian',
  fi: 'Finnish',
  fr: 'French',
  ga: 'Irish',
  gl: 'Galician',
  gu: 'Gujarati',
  he: 'Hebrew',
  hi: 'Hindi',
  hr: 'Croatian',
  hu: 'Hungarian',
  hy: 'Armenian',
  id: 'Indonesian',
  is: 'Icelandic',
  it: 'Italian',
  ja: 'Japanese',
  ka: 'Georgian',
  km: 'Khmer',
  kn: 'Kannada',
  ko: 'Korean',
  lo: 'Lao',
  lt: 'Lithuanian',
  lv: 'Latvian',
  mk: 'Macedonian',
  ml: 'Malayalam',
  mr: 'Marathi',
  ms: 'Malay',
  my: 'Burmese',
  nb: 'Norwegian',
  ne: 'Nepali',
  nl: 'Dutch',
  no: 'Norwegian',
  pa: 'Punjabi',
  pl: 'Polish',
  ps: 'Pashto',
  pt: 'Portuguese',
  ro: 'Romanian',
  ru: 'Russian',
  si: 'Sinhala',
  sk: 'Slovak',
  sl: 'Slovenian',
  sq: 'Albanian',
  sr: 'Serbian',
  sv: 'Swedish',
  sw: 'Swahili',
  ta: 'Tamil',
  te: 'Telugu',
  th: 'Thai',
  tl: 'Filipino',
  tr: 'Turkish',
  uk: 'Ukrainian',
  ur: 'Urdu',
  uz: 'Uzbek',
  vi: 'Vietnamese',
  yi: 'Yiddish',
  zh: 'Chinese',
  zu: 'Zulu',
};

const rightToLeft: readonly string[] = ['Arab', 'Hebr', 'Thaa', 'Syrc', 'Nkoo', 'Adlm', 'Rohg'];
const joined: readonly string[] = ['Arab', 'Syrc', 'Nkoo', 'Adlm', 'Rohg'];
const ideographs: readonly string[] = ['Jpan', 'Hans', 'Hant', 'Kore', 'Hani'];

/** A language in words for an image model, from a valid BCP 47 tag: its name with the tag, and what its script asks for. */
export function nameLanguage(tag: string): { readonly name: string; readonly script: string | null } {
  const locale = new Intl.Locale(tag);
  const { script = '' } = locale.maximize();
  const known = names[locale.language];
  const variety = locale.language === 'zh' ? (script === 'Hant' ? 'Traditional ' : 'Simplified ') : '';
  return {
    name: known === undefined ? `the language with the tag "${tag}"` : `${variety}${known} (${tag})`,
    script: describeScript(script),
  };
}

function describeScript(script: string): string | null {
  if (rightToLeft.includes(script)) {
    return joined.includes(script)
      ? 'It is written from right to left with its letters joined.'
      : 'It is written from right to left.';
  }
  return ideographs.includes(script) ? 'Draw every character in full, stroke by stroke as given, none like it.' : null;
}
