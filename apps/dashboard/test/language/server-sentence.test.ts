import { i18n } from '@lingui/core';
import { say, sentences, sentenceWords } from '@nextpanel/core/sentences';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSentences, translateSentences } from '../../src/language/server-sentence.ts';
import { messages as arabic } from '../../src/locales/ar.po';
import { messages as english } from '../../src/locales/en.po';

/** Names of the values of a compiled message, also those that decide a plural. */
const valuesOf = (message: unknown): string[] =>
  (Array.isArray(message) ? message : [])
    .flatMap((part: unknown) => (Array.isArray(part) ? [String(part[0])] : []))
    .toSorted();

beforeAll(async () => {
  await loadSentences();
  i18n.loadAndActivate({ locale: 'ar', locales: ['ar-u-nu-latn'], messages: arabic });
});
afterAll(() => i18n.loadAndActivate({ locale: 'en', locales: ['en-US'], messages: english }));

/** Without the marks that keep foreign words apart. */
const plain = (words: string | null): string | null => words?.replaceAll(/[\u2066-\u2069]/g, '') ?? null;

describe('a sentence of the server', () => {
  it.each(Object.entries(sentences))('%s has Arabic words with the same values', (code, words) => {
    const message = arabic[`said.${code}`];
    const names = [...new Set([...words.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))].toSorted();
    expect(JSON.stringify(message)).toMatch(/\p{Script=Arabic}/u);
    expect([...new Set(valuesOf(message))]).toEqual(names);
  });

  it.each(sentenceWords)('has a word for %s', (word) => {
    expect(JSON.stringify(arabic[`kind.${word}`])).toMatch(/\p{Script=Arabic}/u);
  });

  it('comes in Arabic, with the names as they are', () => {
    expect(plain(translateSentences(say('gap.looks', { name: 'Hare' })))).toBe('كيف تبدو الشخصية Hare');
  });

  it('may hold another one', () => {
    const inner = say('sheet.small', { panel: 3 });
    expect(plain(translateSentences(say('in.book', { book: 'print', said: inner })))).toBe(
      'في print: لا تتّسع اللوحة 3 لنصوصها بالمقاس المعتاد، لذلك تُكتب أصغر. اختصرها أو وزّعها على لوحات أكثر.',
    );
  });

  it('may hold words of a provider, which stay as they are', () => {
    const words = say('wait.not_asked', { said: 'upstream timed out' });
    expect(plain(translateSentences(words))).toBe('تعذّر سؤال المزوّد: upstream timed out');
  });

  it('may be one of several: lines, and what semicolons part', () => {
    const notes = [
      say('script.not_divided', { from: 1, to: 9, said: say('script.cut') }),
      say('script.without_model', { from: 10, to: 12, said: say('script.nothing') }),
    ].join('\n');
    expect(plain(translateSentences(notes))?.split('\n')).toEqual([
      'لم تُقسَّم الجمل 1 إلى 9 إلى مشاهد: قُطعت الإجابة عند حد النموذج',
      'صارت الجمل 10 إلى 12 لوحات من دون النموذج: لا يمكن استخدام إجاباته (لم يصل شيء)',
    ]);
    const reason = `${say('sent.present')}; ${say('sent.as_png', { format: 'WEBP' })}`;
    expect(plain(translateSentences(reason))).toBe('في اللوحة؛ أُرسلت بصيغة PNG لأن النموذج لا يقرأ WEBP');
  });

  it('counts in the forms that Arabic has', () => {
    const words = (days: number) =>
      plain(translateSentences(say('model.near_shutdown.days', { model: 'm', date: '2027-01-01', other: 'n', days })));
    expect([2, 3, 11].map((days) => words(days)?.match(/خلال ([^؛]*)؛/)?.[1])).toEqual(['يومين', '3 أيام', '11 يومًا']);
  });

  it('joins names with the word for "and" of the language', () => {
    const words = say('picture.shared', { both: '"a" and "b"' });
    expect(plain(translateSentences(words))).toBe('لدى "a" و"b" الصورة نفسها، فلا يستطيع النموذج التمييز بينها');
  });

  it('is left alone when it is none of ours, and in English', () => {
    expect(translateSentences('Your request was rejected by the safety system.')).toBeNull();
    i18n.activate('en');
    expect(translateSentences(say('gap.title'))).toBeNull();
    i18n.activate('ar');
  });
});
