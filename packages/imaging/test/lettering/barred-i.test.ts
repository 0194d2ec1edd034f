import { expect, it } from 'vitest';
import { withPlainI } from '../../src/lettering/barred-i.ts';
import { drawLetters } from '../../src/lettering/draw-letters.ts';
import { loadSharp } from '../../src/load-sharp.ts';

const face = 'Comic Neue';

// cspell:disable: words with another letter in them
it.each([
  ['en', 'WELL, I WAS IN IT.', 'WELL, I WAS lN lT.'],
  ['en', "I'M ILL. I’LL — I-I — “I”", "I'M lLL. I’LL — I-I — “I”"],
  ['en', 'Well, I was in Italy. Is it BIG?', 'Well, I was in Italy. Is it BlG?'],
  ['de', 'ICH BIN I', 'lCH BlN l'],
  ['fr', 'IL Y A UNE ÎLE', 'lL Y A UNE l\u0302LE'],
  ['tr', 'İYİ', 'l\u0307Yl\u0307'],
])('%s words in capitals have the barred I only for the pronoun: %s', (language, words, drawn) => {
  expect(withPlainI(words, language, face)).toBe(drawn);
  // A face with one form of the letter keeps it.
  expect(withPlainI(words, language, 'Shantell Sans')).toBe(words);
});
// cspell:enable

it('is drawn with bars for the pronoun, without them in a word, at the height of the other capitals', async () => {
  const sharp = await loadSharp();
  const draw = (text: string) =>
    drawLetters(sharp, {
      kind: 'speech',
      language: 'en',
      font: face,
      size: 100,
      vertical: false,
      align: 'middle',
      italic: false,
      lines: [[{ text, emphasised: false }]],
    });
  const [pronoun, word, capital] = [await draw('I'), await draw('II'), await draw('E')];
  expect(pronoun.width).toBeGreaterThan(30);
  // Two plain strokes are narrower than two barred ones by far, and as high as an E.
  expect(word.width).toBeLessThan(1.4 * pronoun.width);
  expect(Math.abs(word.height - capital.height)).toBeLessThanOrEqual(3);
});
