import { describe, expect, it } from 'vitest';
import {
  escapeMarks,
  hasVisibleLetter,
  inCapitals,
  inHouse,
  isInCapitals,
  readEmphasis,
  withoutMarks,
} from '../src/lettered-words.ts';
import { readTextLine, writeTextLine } from '../src/text-notation.ts';

const shown = (text: string) =>
  readEmphasis(text)
    .map(({ text: run, emphasised }) => (emphasised ? `[${run}]` : run))
    .join('');

describe('stars', () => {
  it.each([
    ['Nobody is *faster* than me!', 'Nobody is [faster] than me!'],
    ['*Nobody* is faster.', '[Nobody] is faster.'],
    ['“*Never!*” she said.', '“[Never!]” she said.'],
    ['two *words here* and *more*', 'two [words here] and [more]'],
    ['5 * 3 * 2', '5 * 3 * 2'],
    ['a*b*c', 'a*b*c'],
    ['**bold**', '**bold**'],
    ['*** stars ***', '*** stars ***'],
    ['a footnote* and another*', 'a footnote* and another*'],
    [String.raw`\*not\* this`, '*not* this'],
    ['*速い*！', '[速い]！'],
    ['私は*絶対*に行かない。', '私は[絶対]に行かない。'],
    ['我*绝对*不去！', '我[绝对]不去！'],
    ['もう*スーパー*だめ、*絶対！*だめ', 'もう[スーパー]だめ、[絶対！]だめ'],
    ['彼は*NEVER*言わない', '彼は[NEVER]言わない'],
    ['ผม*ไม่*ไป', 'ผม[ไม่]ไป'],
    ['*절대*로 안 가', '[절대]로 안 가'],
    ['เธอ*ยาว*มาก', 'เธอ[ยาว]มาก'],
    ['社長*部長*も来る', '社長[部長]も来る'],
    ['今度*何度*も言う', '今度[何度]も言う'],
    ['このケーキの高さ*すごい*よ', 'このケーキの高さ[すごい]よ'],
    ['這*真的*很高，*不*信？', '這[真的]很高，[不]信？'],
    ['못*해*요, *절대*로', '못*해*요, [절대]로'],
    ['長さ*幅*高さ', '長さ*幅*高さ'],
    ['体積は縦*横*高さです', '体積は縦*横*高さです'],
    ['面积是长*宽*高。', '面积是长*宽*高。'],
    ['单价*数量*税率', '单价*数量*税率'],
    ['กว้าง*ยาว*สูง', 'กว้าง*ยาว*สูง'],
    ['길이*너비*높이', '길이*너비*높이'],
    ['リンゴ*みかん*梨*桃', 'リンゴ*みかん*梨*桃'],
    ['合計=リンゴ*みかん*梨', '合計=リンゴ*みかん*梨'],
    ['2*3*4', '2*3*4'],
    ['面積は縦*横、体積は縦*横*2', '面積は縦*横、体積は縦*横*2'],
    ['答えは2*3*4です', '答えは2*3*4です'],
    ['***', '***'],
    ['星***星', '星***星'],
    ['**太字**です', '**太字**です'],
    ['片方*だけの星', '片方*だけの星'],
    ['二つ* の *星', '二つ* の *星'],
    [String.raw`長さ\*幅\*高さ`, '長さ*幅*高さ'],
  ])('%s is set as %s', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it('of older stories stay stars; the words alone have none', () => {
    expect(shown(escapeMarks('*sigh* 2*3'))).toBe('*sigh* 2*3');
    expect(withoutMarks('Nobody is *faster*!')).toBe('Nobody is faster!');
  });
});

describe('capitals', () => {
  it('are those of the language', () => {
    expect(inCapitals('straße', 'de')).toBe('STRAẞE');
    expect(inCapitals('istanbul', 'tr')).toBe('İSTANBUL');
    expect(inCapitals('μιλάω', 'el')).toBe('ΜΙΛΑΩ');
    expect(inCapitals('a *b* c', 'en')).toBe('A *B* C');
  });

  it('letter comic pages in Latin letters, unless the book says otherwise', () => {
    expect(isInCapitals({ layout: 'comic' }, 'en')).toBe(true);
    expect(isInCapitals({ layout: 'comic' }, 'ru')).toBe(false);
    expect(isInCapitals({ layout: 'grid' }, 'en')).toBe(false);
    expect(isInCapitals({ layout: 'grid', caps: 'on' }, 'en')).toBe(true);
    expect(isInCapitals({ layout: 'comic', caps: 'off' }, 'en')).toBe(false);
  });
});

describe('a text in one line', () => {
  it('names kind, speaker and style', () => {
    const text = { kind: 'speech', speaker: 'hare', style: 'shout', text: 'Faster!' } as const;
    expect(writeTextLine(text)).toBe('speech@hare/shout: Faster!');
    expect(readTextLine('speech@hare/shout: Faster!')).toEqual(text);
    expect(readTextLine('speech/whisper: Psst.')).toEqual({ kind: 'speech', style: 'whisper', text: 'Psst.' });
    expect(readTextLine('speech@hare/loud: Faster!')).toBeNull();
  });
});

describe('the classic house style', () => {
  it.each([
    ['I thought — no.', 'I thought--no.'],
    ['But I—', 'But I--'],
    ['*No*— wait -- what?', '*No*--wait--what?'],
    ['Well … maybe . . . not', 'Well... maybe... not'],
    ['…and then?', '...and then?'],
    ['... and then?', '...and then?'],
    ['1939–1945, a well-known year.', '1939–1945, a well-known year.'],
  ])('sets %j as %j', (written, set) => {
    expect(inHouse('classic', written, 'en-GB')).toBe(set);
    expect(inHouse('none', written, 'en')).toBe(written);
    expect(inHouse('classic', written, 'de')).toBe(written);
  });
});

it('letters are visible unless they are spaces, controls or ignorable', () => {
  for (const blank of ['', ' \n\t', '\u200B\u00AD', '\u3164', '\uFFFF', '\uFE0F', '\u2060'])
    expect(hasVisibleLetter(blank)).toBe(false);
  for (const inked of ['a', '…', '♥', 'あ', '💥']) expect(hasVisibleLetter(inked)).toBe(true);
});
