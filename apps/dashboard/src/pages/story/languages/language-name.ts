import { byLanguage } from '../../../language/current-language.ts';
import { foreign } from '../../../language/foreign.ts';

const names = byLanguage((language) => new Intl.DisplayNames([language], { type: 'language', fallback: 'code' }));

/** `German (de)`; a tag that the browser has no name for stands alone. */
export function languageName(tag: string): string {
  const name = names().of(tag) ?? tag;
  return name === tag ? tag : `${name} (${foreign(tag)})`;
}
