import { isLanguage, type Language } from './languages.ts';

const place = 'nextpanel.language';

/** The language chosen in this browser; else the first of the browser's own that the dashboard speaks; else English. */
export function readLanguage(): Language {
  const kept = localStorage.getItem(place);
  if (isLanguage(kept)) return kept;
  return navigator.languages.map((tag) => tag.split('-')[0]).find(isLanguage) ?? 'en';
}

export const keepLanguage = (language: Language): void => localStorage.setItem(place, language);
