// cspell:ignore Rindfleischetikettierung Aujourd’hui l’œuvre coûte
import { describe, expect, it } from 'vitest';
import { type BreakTextInput, breakText } from '../../src/lettering/break-text.ts';

const lines = (text: string, language: string, more: Partial<BreakTextInput> = {}) =>
  breakText({ text, language, most: 12, aspect: 3, shape: 'lens', hyphens: true, ...more }).lines.map((line) =>
    line.map((run) => (run.emphasised ? `*${run.text}*` : run.text)).join(''),
  );

describe('a text in lines', () => {
  it.each([
    ['en', 'Nobody is faster than me! I could run all day and never tire of it.'],
    ['ar', 'لا أحد أسرع مني في هذا العالم كله، أستطيع أن أركض طوال اليوم!'],
    ['hi', 'मुझसे तेज़ कोई नहीं दौड़ सकता! मैं पूरे दिन दौड़ सकता हूँ।'],
    ['ko', '나보다 빠른 동물은 아무도 없어! 하루 종일 달릴 수 있어.'],
  ])('in %s has all its words, whole and in order', (language, text) => {
    const broken = lines(text, language);
    expect(broken.length).toBeGreaterThan(2);
    expect(broken.join(' ')).toBe(text);
  });

  it('in Japanese and Chinese begins no line with a closing mark or a small letter, and ends none with an opening one', () => {
    const text = 'ねえ、「ちょっと、待って！」って言ったでしょ。…あっ、ほら、キャッチャーがー、来た。';
    for (let most = 5; most < 14; most += 0.5) {
      for (const line of lines(text, 'ja', { most, shape: 'block' })) {
        expect(line).not.toMatch(/^[、。！？」ーっゃュョッャ…]/u);
        expect(line).not.toMatch(/「$/u);
      }
    }
  });

  it('in Thai breaks between words, and a repetition mark stays with its word', () => {
    const broken = lines('ไม่มีใครเร็วกว่าฉันหรอกนะเด็ก ๆ รู้ดีอยู่แล้วทุก ๆ คน', 'th', { most: 8 });
    expect(broken.length).toBeGreaterThan(2);
    for (const line of broken) expect(line).not.toMatch(/^\s*ๆ/u);
  });

  it('keeps emphasis on both sides of a break, and no joints of its own', () => {
    const broken = lines('This is *really really really important* to me', 'en', { most: 8 });
    expect(broken.filter((line) => line.includes('*')).length).toBeGreaterThan(1);
    expect(lines('競争しよう、足の速さで。', 'ja').join('')).toBe('競争しよう、足の速さで。');
  });

  it('parts no number from its unit or its thousands, and leaves no word of two letters at a hyphen', () => {
    const french = 'Aujourd’hui, dit-il, l’œuvre d’art naïve coûte 3 000 €, c’est-à-dire 25 km à pied.';
    for (let most = 8; most < 20; most += 0.5)
      for (const line of lines(french, 'fr', { most })) expect(line).not.toMatch(/dit-$|est-$|à-$|\b3$|000$|25$/u);
  });

  it('parts no number from its counter in Japanese and Chinese', () => {
    for (let most = 5; most < 14; most += 0.5)
      for (const line of lines('速い者は12匹もいないよ。2026年11月30日のことだ。', 'ja', { most }))
        expect(line).not.toMatch(/\d$/u);
    for (let most = 5; most < 14; most += 0.5)
      for (const line of lines('2026年12月1日，第100集……「你好嗎？」他說。', 'zh-Hant', { most, shape: 'block' }))
        expect(line).not.toMatch(/第$|\d$/u);
  });

  it('parts no ending of a Japanese verb, and no number in wide digits', () => {
    for (let most = 6; most < 14; most += 0.5) {
      for (const line of lines('昨日の夜、水車小屋の裏で物音がしたでしょう。', 'ja', { most, shape: 'block' }))
        expect(line).not.toMatch(/^しょう/u);
      expect(lines('ＡＢＣ、１２３：第２０２４回。', 'ja', { most, shape: 'block' }).join('|')).toMatch(
        /１２３.*２０２４/u,
      );
    }
  });

  it('keeps Japanese phrases on one line: words with their particles and endings, and words in hiragana', () => {
    const phrases = [
      ['けんかする', '暇が', 'あるなら、', '前へ！'],
      ['では、', 'お頼みします。'],
      ['毎日、', '七杯', '食べて', '育ったからな。'],
      ['「ごめんください」は', '届かないな。'],
      ['わん！', '一生ついて', '行きます！'],
      ['なぜだ…', 'そんなに', '小さいのに！'],
      ['…うまい。', 'もう一つ。'],
      ['いないよ！', 'ABC社の……', 'ほんとうさ！'],
    ];
    for (const words of phrases) {
      const ends = words.map((_, index) => words.slice(0, index + 1).join(''));
      const longest = Math.max(...words.map((word) => word.length));
      for (let most = longest; most < 14; most++) {
        const broken = lines(words.join(''), 'ja', { most, shape: 'block', aspect: 2.4 });
        for (const index of broken.keys()) expect(ends).toContain(broken.slice(0, index + 1).join(''));
      }
    }
  });

  it('parts a Japanese phrase that is too long between its words, not before a lone particle', () => {
    const narrow = (text: string, most: number) => lines(text, 'ja', { most, shape: 'block', aspect: 2.4 }).join('|');
    expect(narrow('頼めばやるのに。', 6)).toBe('頼めば|やるのに。');
    expect(narrow('先が思いやられる…。', 6)).toBe('先が思い|やられる…。');
    expect(narrow('「ごめんください」は届かないな。', 6)).toBe('「ごめん|ください」は|届かないな。');
    expect(narrow('ウルトラスーパーデラックスギャラクシー', 7)).toMatch(/\|ギャラクシー$/u);
    const cut = (most: number) =>
      breakText({ text: 'お返しします…。', language: 'ja', most, aspect: 2.4, shape: 'block', hyphens: false }).cut;
    expect([cut(9), cut(4)]).toEqual(['whole', 'torn']);
  });

  it('says whether a word had to be hyphenated or torn', () => {
    const cut = (most: number, hyphens = true) =>
      breakText({ text: 'Rindfleischetikettierung!', language: 'de', most, aspect: 3, shape: 'lens', hyphens }).cut;
    expect([cut(30), cut(8), cut(8, false), cut(1)]).toEqual(['whole', 'hyphenated', 'torn', 'torn']);
  });

  it('begins no line with a dash, and breaks a word that is longer than a line without a hyphen', () => {
    for (let most = 4; most < 12; most++)
      for (const line of lines('He ran—and ran—and ran…and fell', 'en', { most })) expect(line).not.toMatch(/^[—…]/u);
    const scream = `N${'O'.repeat(40)}!`;
    const broken = lines(scream, 'en', { most: 8 });
    expect(broken.length).toBeGreaterThan(2);
    expect(broken.join('')).toBe(scream);
  });
});
