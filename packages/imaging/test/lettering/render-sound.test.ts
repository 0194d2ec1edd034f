import { beforeAll, expect, test } from 'vitest';
import { renderSound } from '../../src/lettering/render-sound.ts';
import { loadSharp, type Sharp } from '../../src/load-sharp.ts';

let sharp: Sharp;
beforeAll(async () => {
  sharp = await loadSharp();
});

const fontSize = 60;
const render = (text: string, language: string, vertical = false) =>
  renderSound(sharp, { text, language, fontSize, vertical });

/** The largest share of an edge that has ink. Tilted letters touch an edge in places; where they are cut off, ink fills it. */
function edgesInked({ data, width, height }: { data: Buffer; width: number; height: number }): number {
  const alpha = (x: number, y: number) => Number((data[(y * width + x) * 4 + 3] ?? 0) > 0);
  const share = (count: number, length: number) => count / length;
  let [top, bottom, left, right] = [0, 0, 0, 0];
  for (let x = 0; x < width; x++) [top, bottom] = [top + alpha(x, 0), bottom + alpha(x, height - 1)];
  for (let y = 0; y < height; y++) [left, right] = [left + alpha(0, y), right + alpha(width - 1, y)];
  return Math.max(share(top, width), share(bottom, width), share(left, height), share(right, height));
}

test.each([
  ['en', 'ZOOM!', false],
  ['en', 'WWWWWWWWMMMM', false],
  ['en', 'Kra-KOOM\nBANG!\nWHAM', false],
  ['en', '💥💥 BOOM 💥', false],
  ['th', 'โครม!! ปัง', false],
  ['hi', 'धड़ाम!! र्ट्ठि', false],
  ['vi', 'ẦẤẨẪ Ậ', false],
  ['ar', 'بوووم!', false],
  ['ja', 'ドーン！！', true],
  ['ja', 'ゴゴゴゴゴゴゴゴ', true],
  ['ko', '쿠르릉', true],
])('%s %j, in a column: %s, is drawn whole', async (language, text, vertical) => {
  expect(edgesInked(await render(text, language, vertical))).toBeLessThan(0.6);
});

test('twice as many letters take about twice the space', async () => {
  const [row, rows] = [await render('BAM', 'en'), await render('BAMBAM', 'en')];
  expect(rows.width / row.width).toBeGreaterThan(1.7);
  const [column, columns] = [await render('ゴゴゴゴ', 'ja', true), await render('ゴゴゴゴゴゴゴゴ', 'ja', true)];
  expect(columns.height / column.height).toBeGreaterThan(1.7);
});

test.each([
  ['en', 'Kra-KOOM\nBANG!', false],
  ['ja', 'ゴゴゴゴッ', true],
] as const)('a sound as large as printers need it is whole: %s %s', async (language, text, vertical) => {
  const [small, large] = [60, 600].map((size) => renderSound(sharp, { text, language, fontSize: size, vertical }));
  const [reference, drawn] = [await small, await large];
  if (!reference || !drawn) throw new Error('no sound');
  expect(Math.abs(drawn.width / 10 - reference.width)).toBeLessThan(2);
  expect(Math.abs(drawn.height / 10 - reference.height)).toBeLessThan(2);
});
