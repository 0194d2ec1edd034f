import type { Sharp } from '../load-sharp.ts';
import { releasePixels } from '../release-pixels.ts';
import type { RenderedText } from './render-text.ts';
import { type PangoInput, setWithPango } from './set-with-pango.ts';

/**
 * Two digits that stand side by side in a column, as Japanese and Chinese books set the numbers of days and chapters. Pango cannot, so a
 * square of a colour of its own keeps their place, and they are drawn into it.
 */
const pair = /(?<![0-9０-９.,])([0-9]{2}|[０-９]{2})(?![0-9０-９.,])/u;

/** A text in parts; the odd ones are pairs of digits. */
export const splitPairs = (text: string): string[] => text.split(new RegExp(pair, 'u'));

/** What keeps the place of a pair, and the colour by which it is found again. */
const square = '■';
const colourOf = (index: number): [number, number, number] => [254, index % 256, Math.floor(index / 256)];
const hex = (colour: readonly number[]): string =>
  `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

/** Markup that keeps the place of one more pair. */
export function keepPlace(pairs: string[], digits: string): string {
  pairs.push(digits.normalize('NFKC'));
  return `<span foreground="${hex(colourOf(pairs.length - 1))}">${square}</span>`;
}

/** Height of the digits, in font sizes: two of them are then about as wide as a letter of the column. */
const digitHeight = 0.82;

/** Draws pairs of digits where their places were kept. */
export async function drawPairs(
  sharp: Sharp,
  drawn: RenderedText,
  pairs: readonly string[],
  { vertical: _vertical, ...input }: PangoInput,
): Promise<RenderedText> {
  const { data, width, height } = drawn;
  for (const [index, digits] of pairs.entries()) {
    const place = findColour(drawn, colourOf(index));
    if (!place) continue;
    const raster = await setWithPango(sharp, { ...input, markup: digits, fontSize: input.fontSize * digitHeight });
    for (let y = place.top; y <= place.bottom; y++)
      data.fill(0, (y * width + place.left) * 4, (y * width + place.right + 1) * 4);
    const left = Math.round((place.left + place.right + 1 - raster.width) / 2);
    const top = Math.round((place.top + place.bottom + 1 - raster.height) / 2);
    for (let y = Math.max(0, -top); y < raster.height && top + y < height; y++) {
      for (let x = Math.max(0, -left); x < raster.width && left + x < width; x++) {
        const from = (y * raster.width + x) * 4;
        if (raster.data[from + 3] !== 0) raster.data.copy(data, ((top + y) * width + left + x) * 4, from, from + 4);
      }
    }
    releasePixels(raster.data);
  }
  return drawn;
}

/** Where a square of a colour stands, its soft edge included. */
function findColour({ data, width, height }: RenderedText, [red, green, blue]: readonly number[]) {
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let at = 0; at < data.length; at += 4) {
    const isHere = data[at + 3] === 255 && data[at] === red && data[at + 1] === green && data[at + 2] === blue;
    if (!isHere) continue;
    const [x, y] = [(at / 4) % width, Math.floor(at / 4 / width)];
    [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
  }
  if (right < 0) return null;
  return {
    left: Math.max(0, left - 1),
    right: Math.min(width - 1, right + 1),
    top: Math.max(0, top - 1),
    bottom: Math.min(height - 1, bottom + 1),
  };
}
