import { describe, expect, it } from 'vitest';
import { escapeMarkup, legible, prepareText } from '../../src/lettering/prepare-text.ts';

const invisible = /[\u200B-\u200F\u2060-\u2069]/g;
const words = (text: string, joint: string) => text.replaceAll(/[\u2066-\u2069\u200F]/g, '').split(joint);

describe('text for Pango', () => {
  it('cannot set fonts, sizes or colours', () => {
    expect(prepareText('<span size="99999">a & b</span>', 'en').replaceAll(invisible, '')).toBe(
      '&lt;span size="99999"&gt;a &amp; b&lt;/span&gt;',
    );
  });

  it('loses bidi controls and what XML cannot represent', () => {
    const prepared = prepareText('a\u202Eb\u2066c\uFFFF\u0007', 'en');
    expect(prepared.replaceAll(/[\u2066\u2069]/g, '')).toBe('abc');
  });

  it('runs from right to left in Arabic even when it starts with a Latin name; a Latin line in it does not', () => {
    const [mixed, latin] = prepareText('Hare قال\nHello!', 'ar').split('\n');
    expect(mixed?.startsWith('\u200F\u2067')).toBe(true);
    expect(latin?.startsWith('\u200F\u2068')).toBe(true);
    expect(prepareText('Hello שלום', 'en').startsWith('\u2066')).toBe(true);
  });

  it('breaks Korean between words only, Thai between the words ICU knows, Japanese not inside words', () => {
    expect(words(prepareText('나보다 빠른', 'ko'), '\u2060')).toEqual(['나', '보', '다 빠', '른']);
    expect(words(prepareText('ไม่มีใครเร็วกว่าฉัน', 'th'), '\u200B').length).toBeGreaterThan(3);
    expect(prepareText('では、競争しよう。', 'ja')).toContain('競\u2060争');
  });

  it('keeps Thai repetition marks with their word, and Japanese particles with theirs', () => {
    expect(prepareText('เด็ก ๆ วิ่ง', 'th')).toContain('เด็ก\u00A0ๆ');
    expect(prepareText('ฯลฯ', 'th')).not.toMatch(/\u200Bฯ/);
    expect(prepareText('猫は魚を食べる', 'ja')).toContain('猫\u2060は');
    expect(prepareText('猫は魚を食べる', 'ja', { phrases: false })).not.toContain('\u2060');
  });

  it('in columns has upright pairs of marks, dashes that run down, and foreign words on their side', () => {
    const columns = prepareText('えっ!?——ABC社', 'ja', { vertical: true });
    expect(columns).toContain('\u2049');
    expect(prepareText('まさか！？', 'ja', { vertical: true })).toContain('\u2049');
    expect(columns.replaceAll('\u2060', '')).toContain('\u2015\u2015');
    expect(columns).toContain('<span gravity_hint="natural">ABC</span>');
  });

  it('loses what emoji leave behind, and letters that no font has', () => {
    expect(legible('❤\uFE0F 👍🏽 👨\u200D👩 1\uFE0F\u20E3', 'en')).toBe('❤ 👍 👨👩 1');
    // A joiner between letters shapes them.
    expect(legible('می\u200Cخواهم', 'fa')).toBe('می\u200Cخواهم');
    expect(legible('a\uE000b', 'en')).toBe('ab');
  });

  it('has the plain form of decorated letters that no font has', () => {
    // cspell:disable-next-line
    expect(legible('𝔉𝔯𝔞𝔨𝔱𝔲𝔯 𝓢', 'en')).toBe('Fraktur S');
    // The font for symbols has it.
    expect(legible('①', 'en')).toBe('①');
  });

  it('is valid XML', () => {
    expect(escapeMarkup('1 < 2 & 3 > 2 \uFFFE')).toBe('1 &lt; 2 &amp; 3 &gt; 2 ');
  });
});
