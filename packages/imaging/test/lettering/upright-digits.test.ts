import { expect, test } from 'vitest';
import { drawLetters } from '../../src/lettering/draw-letters.ts';
import { splitPairs } from '../../src/lettering/upright-digits.ts';
import { loadSharp } from '../../src/load-sharp.ts';

const size = 48;
const draw = async (text: string) =>
  drawLetters(await loadSharp(), {
    kind: 'speech',
    language: 'ja',
    font: 'Noto Sans JP',
    size,
    vertical: true,
    align: 'middle',
    italic: false,
    lines: [[{ text, emphasised: false }]],
  });

test.each(['12', '１２'])(
  'two digits stand side by side in a column, in the place of one letter: %s',
  async (digits) => {
    const drawn = await draw(`第${digits}話`);
    const three = await draw('第一話');
    expect(Math.abs(drawn.height - three.height)).toBeLessThan(size * 0.1);
    expect(Math.abs(drawn.width - three.width)).toBeLessThan(size * 0.2);
    // All of its ink is black: nothing is left of what kept the place.
    const colours = new Set<string>();
    for (let at = 0; at < drawn.data.length; at += 4)
      if (drawn.data[at + 3] === 255) colours.add(drawn.data.subarray(at, at + 3).toString('hex'));
    expect([...colours]).toEqual(['111111']);
  },
);

test('more digits, and parts of longer numbers, stay one below the other', () => {
  expect(splitPairs('2024年、1.25、100%')).toHaveLength(1);
  expect(splitPairs('12月25日')).toEqual(['', '12', '月', '25', '日']);
});
