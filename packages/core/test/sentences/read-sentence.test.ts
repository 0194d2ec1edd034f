import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSentence } from '../../src/sentences/read-sentence.ts';
import { say } from '../../src/sentences/say.ts';
import { type SentenceCode, sentences } from '../../src/sentences/sentences.ts';

const codes = Object.keys(sentences) as SentenceCode[];
const namesIn = (words: string): string[] => [...words.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

/** Values as they are in life: numbers, ids, names in any language. */
const sample = (name: string): string =>
  ({ panel: '7', panels: '1, 3–5, 9', book: 'print@kdp-6x9', name: '"Old Tortoise"', both: '"a" and "b"' })[name] ??
  '12';

const fill = (code: SentenceCode, valueFor: (name: string) => string): Record<string, string> =>
  Object.fromEntries(namesIn(sentences[code]).map((name) => [name, valueFor(name)]));
const write = say as (code: SentenceCode, values: Record<string, string>) => string;

describe('readSentence', () => {
  it.each(codes)('finds code and values of %s', (code) => {
    const values = fill(code, sample);
    expect(readSentence(write(code, values))).toEqual({ code, values });
  });

  it('finds values in any language, also those with commas and brackets', () => {
    const words = say('gap.looks', { name: 'الأرنب (الصغير)، ذو الوشاح' });
    expect(readSentence(words)).toEqual({ code: 'gap.looks', values: { name: 'الأرنب (الصغير)، ذو الوشاح' } });
  });

  it.each([
    'Your request was rejected by the safety system.',
    'panel wide is not a size',
    'In order to draw: add credits',
    'You exceeded your current quota, please check your plan and billing details.',
    '',
  ])('leaves the words of a provider alone: %s', (words) => {
    expect(readSentence(words)).toBeNull();
  });

  it('says the same again by code and values, whatever the words are', () => {
    const property = fc.property(fc.constantFrom(...codes), fc.string({ minLength: 1, maxLength: 40 }), (code, any) => {
      const words = write(
        code,
        fill(code, (name) => (['panel', 'panels', 'book'].includes(name) ? sample(name) : any)),
      );
      const read = readSentence(words);
      expect(read && write(read.code, { ...read.values })).toBe(words);
    });
    fc.assert(property);
  });

  it('takes no time for words made to be hard to read', () => {
    const words = `no panel comes to ${' what the story says of it'.repeat(20_000)}`;
    expect(readSentence(words)).toBeNull();
  });
});
