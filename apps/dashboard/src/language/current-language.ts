import { i18n } from '@lingui/core';
import { isLanguage, type Language, languageFacts } from './languages.ts';

/** The language that is shown. */
export const currentLanguage = (): Language => (isLanguage(i18n.locale) ? i18n.locale : 'en');

export const currentDirection = (): 'ltr' | 'rtl' => languageFacts[currentLanguage()].direction;

/** Something made once for each language, such as a format of numbers. */
export function byLanguage<Made>(make: (language: Language) => Made): () => Made {
  const made = new Map<Language, Made>();
  return () => {
    const language = currentLanguage();
    const known = made.get(language);
    if (known !== undefined) return known;
    const fresh = make(language);
    made.set(language, fresh);
    return fresh;
  };
}
