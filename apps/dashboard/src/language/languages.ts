/** The languages the dashboard itself speaks; stories may be in any. */
export const languages = ['en', 'ar'] as const;
export type Language = (typeof languages)[number];

interface LanguageFacts {
  /** In the language itself, so that those who read no other find it. */
  readonly name: string;
  readonly direction: 'ltr' | 'rtl';
  /** How numbers and plurals are written. */
  readonly locale: string;
  /** How times are written: day before month, hours to 24. */
  readonly timeLocale: string;
}

/** Arabic has digits of its own; here it uses those of ids, prices and story files, which stand in every second line. */
export const languageFacts: Readonly<Record<Language, LanguageFacts>> = {
  en: { name: 'English', direction: 'ltr', locale: 'en-US', timeLocale: 'en-GB' },
  ar: { name: 'العربية', direction: 'rtl', locale: 'ar-u-nu-latn', timeLocale: 'ar-u-nu-latn' },
};

export const isLanguage = (tag: string | null | undefined): tag is Language => languages.some((it) => it === tag);
