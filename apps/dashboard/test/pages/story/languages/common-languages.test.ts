// cspell:ignore español
import { expect, it } from 'vitest';
import { commonLanguages, languageTag } from '../../../../src/pages/story/languages/common-languages.ts';

it.each([
  ['Spanish', 'es'],
  [' español ', 'es'],
  ['german', 'de'],
  ['Brazilian Portuguese', 'pt-BR'],
  ['日本語', 'ja'],
  ['العربية', 'ar'],
  ['es-MX', 'es-MX'],
  ['es', 'es'],
  ['Klingon', 'Klingon'],
  ['', ''],
])('“%s” is %s', (words, tag) => {
  expect(languageTag(words)).toBe(tag);
});

it('languages are offered by their names, in alphabetical order', () => {
  const names = commonLanguages();
  expect(names).toContain('Spanish');
  expect(names.toSorted()).toEqual(names);
});
