import { byLanguage } from '../../../language/current-language.ts';

/** Languages that are offered by name, by their BCP 47 tags. Books can be lettered in all of them, and in many others. */
const tags = (
  'ar bg ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv ms nb nl pl pt pt-BR ro ru sk sl sr sv th tr ' +
  'uk vi zh-Hans zh-Hant'
).split(' ');

const namesIn = (language: string) => new Intl.DisplayNames([language], { type: 'language', fallback: 'code' });
const nameOf = (tag: string, language: string): string => namesIn(language).of(tag) ?? tag;

/** Their names in the language that is shown, in its order. */
export const commonLanguages = byLanguage((language) =>
  tags.map((tag) => nameOf(tag, language)).toSorted((a, b) => a.localeCompare(b, language)),
);

/** What may be typed for each: its name in the language that is shown, in English and in itself. */
const typed = byLanguage(
  (language) =>
    new Map(
      tags.flatMap((tag) =>
        ['en', tag, language].map((one) => [nameOf(tag, one).toLocaleLowerCase(one), tag] as const),
      ),
    ),
);

/** The tag of a language that was typed by name: `Spanish`. Anything else is taken for a tag. */
export const languageTag = (words: string): string => {
  const text = words.trim();
  return typed().get(text.toLocaleLowerCase()) ?? text;
};
