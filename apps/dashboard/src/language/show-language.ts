import { i18n, type Messages } from '@lingui/core';
import { type Language, languageFacts } from './languages.ts';
import { loadSentences } from './server-sentence.ts';

/** Each catalogue is a file of its own, so that a page loads one language. */
const catalogues: Readonly<Record<Language, () => Promise<{ readonly messages: Messages }>>> = {
  en: () => import('../locales/en.po'),
  ar: () => import('../locales/ar.po'),
};

/**
 * Loads the words of a language and lays the page out in its direction. What is on the page already keeps its words until it
 * is rendered again.
 *
 * @throws TypeError when the catalogue could not be loaded; the language is then the one before
 */
export async function showLanguage(language: Language): Promise<void> {
  const [{ messages }] = await Promise.all([catalogues[language](), language === 'en' ? null : loadSentences()]);
  const { direction, locale } = languageFacts[language];
  i18n.loadAndActivate({ locale: language, locales: [locale], messages });
  document.documentElement.lang = language;
  document.documentElement.dir = direction;
}
