import type { PixelSize } from '@nextpanel/core';
import { familiesFor, scriptOfLanguage, svgFamilies } from '../fonts/choose-font.ts';
import type { Sharp } from '../load-sharp.ts';
import { cropToInk } from './crop-to-ink.ts';
import { escapeMarkup, isRightToLeft, legible } from './prepare-text.ts';
import type { RenderedText } from './render-text.ts';

export interface RenderSoundInput {
  readonly text: string;
  readonly language: string;
  /** Pixels. */
  readonly fontSize: number;
  readonly vertical: boolean;
  /** The family of the letters; absent: the one for sounds in this language. */
  readonly font?: string;
}

/** Degrees: sound effects are slightly tilted. */
const tilt = -6;

/** Widths of the two outlines, in font sizes: a white one against the picture, a dark one around the letters. */
const outlines = [
  { colour: '#ffffff', width: 0.3 },
  { colour: '#141414', width: 0.16 },
];

/** Draws a sound effect: large display letters with a dark and a white outline, tilted. Cropped to its ink. About 10 ms. */
export async function renderSound(sharp: Sharp, input: RenderSoundInput): Promise<RenderedText> {
  const { fontSize, vertical } = input;
  const lines = legible(input.text, input.language).trim().split('\n');
  const step = fontSize * 1.1;
  const { width, height } = roomFor(lines, fontSize, step, vertical);
  const middle = { x: width / 2, y: height / 2 };
  const texts = lines.map((line, index) => {
    const offset = (index - (lines.length - 1) / 2) * step;
    const [x, y] = vertical ? [middle.x - offset, middle.y] : [middle.x, middle.y + offset];
    return { x, y, line: escapeMarkup(line) };
  });
  const letters = (paint: string) =>
    texts.map(({ x, y, line }) => `<text x="${x}" y="${y}" ${paint}>${line}</text>`).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <g transform="rotate(${tilt} ${middle.x} ${middle.y})" text-anchor="middle" ${flow(input)}
      font-family="${families(input)}" font-weight="bold" font-size="${fontSize}" stroke-linejoin="round">
      ${outlines.map(({ colour, width: wide }) => letters(`fill="none" stroke="${colour}" stroke-width="${wide * fontSize}"`)).join('')}
      ${letters('fill="#ffd324"')}
    </g></svg>`;
  const { data, info } = await sharp(Buffer.from(svg)).raw().toBuffer({ resolveWithObject: true });
  return cropToInk({ data, width: info.width, height: info.height });
}

/** A canvas large enough for any letters, tilted and outlined; the part without ink is cropped afterwards. An even number of pixels. */
function roomFor(lines: readonly string[], fontSize: number, step: number, vertical: boolean): PixelSize {
  const along = (Math.max(...lines.map(widestOf)) + 1) * fontSize;
  // Marks above and below a letter, on either side of the baseline.
  const across = (lines.length - 1) * step + 2.6 * fontSize;
  const sine = Math.abs(Math.sin((tilt * Math.PI) / 180));
  const even = (length: number) => 2 * Math.ceil(length / 2);
  if (!vertical) return { width: even(along + across * sine), height: even(across + along * sine) };
  // librsvg does not centre columns: they end up well above or below the centre.
  return { width: even(across + along * sine), height: even(2 * along + across * sine) };
}

/** In font sizes; more than any of our fonts needs: display letters are narrow, ideographs and pictographs are square. */
function widestOf(line: string): number {
  let width = 0;
  for (const letter of line) width += /[ -\u024f]/.test(letter) ? 0.85 : 1.15;
  return width;
}

function flow(input: RenderSoundInput): string {
  if (input.vertical) return 'writing-mode="vertical-rl"';
  return isRightToLeft(input.language) ? 'direction="rtl"' : '';
}

/** The families a sound is set in, best first: display letters where the script has them. */
export function soundFamilies(text: string, language: string): string[] {
  const usual = familiesFor(text, language);
  return scriptOfLanguage(language) === 'Latn' ? ['Bangers', ...usual] : usual;
}

const families = ({ text, language, font }: RenderSoundInput): string => {
  const usual = soundFamilies(text, language);
  return svgFamilies(font === undefined ? usual : [...new Set([font, ...usual])]);
};
