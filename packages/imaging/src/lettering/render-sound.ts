import type { PixelSize, Rectangle } from '@nextpanel/core';
import type { Font } from 'fontkit';
import { familiesFor, lettersOutside, scriptOfLanguage, svgFamilies } from '../fonts/choose-font.ts';
import { userFont } from '../fonts/user-fonts.ts';
import type { Sharp } from '../load-sharp.ts';
import { releasePixels } from '../release-pixels.ts';
import { cropToInk, inkBox } from './crop-to-ink.ts';
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
  const own = input.font === undefined || vertical ? undefined : userFont(input.font);
  const widest = Math.max(...lines.map((line) => (own ? widthIn(own.font, line) : widestOf(line))));
  const { width, height } = roomFor({ lines: lines.length, widest, fontSize, step, vertical });
  const middle = { x: width / 2, y: height / 2 };
  const texts = lines.map((line, index) => {
    const offset = (index - (lines.length - 1) / 2) * step;
    const [x, y] = vertical ? [middle.x - offset, middle.y] : [middle.x, middle.y + offset];
    return { x, y, line: escapeMarkup(line) };
  });
  const letters = (paint: string) =>
    texts
      .map(({ x, y, line }, index) =>
        own
          ? outlineOf(own.font, lines[index] ?? '', { x, y, fontSize, paint, language: input.language })
          : `<text x="${x}" y="${y}" ${paint}>${line}</text>`,
      )
      .join('');
  const shapes = `<g transform="rotate(${tilt} ${middle.x} ${middle.y})" text-anchor="middle" ${flow(input)}
      font-family="${families(input)}" font-weight="bold" font-size="${fontSize}" stroke-linejoin="round">
      ${outlines.map(({ colour, width: wide }) => letters(`fill="none" stroke="${colour}" stroke-width="${wide * fontSize}"`)).join('')}
      ${letters('fill="#ffd324"')}
    </g>`;
  const drawn = await drawArea(sharp, shapes, await areaOfInk(sharp, shapes, { width, height }), 1);
  const cropped = cropToInk(drawn);
  releasePixels(drawn.data);
  return cropped;
}

/** A canvas with more pixels is first drawn so small that it has no more. */
const mostPixels = 1_000_000;

/** The part of a canvas that has ink, and a little around it: for printers a canvas is twenty times as large as the sound on it, or 100 MB. */
async function areaOfInk(sharp: Sharp, shapes: string, canvas: PixelSize): Promise<Rectangle> {
  const { width, height } = canvas;
  const whole = { x: 0, y: 0, width, height };
  const scale = Math.sqrt(mostPixels / (width * height));
  if (scale >= 1) return whole;
  const small = await drawArea(sharp, shapes, whole, scale);
  const ink = inkBox(small);
  releasePixels(small.data);
  if (ink === null) return whole;
  const around = 2;
  const [x, y] = [ink.x, ink.y].map((at) => Math.max(0, Math.floor((at - around) / scale))) as [number, number];
  return {
    x,
    y,
    width: Math.min(width, Math.ceil((ink.x + ink.width + around) / scale)) - x,
    height: Math.min(height, Math.ceil((ink.y + ink.height + around) / scale)) - y,
  };
}

async function drawArea(
  sharp: Sharp,
  shapes: string,
  { x, y, width, height }: Rectangle,
  scale: number,
): Promise<RenderedText> {
  const size = `width="${Math.ceil(width * scale)}" height="${Math.ceil(height * scale)}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="${x} ${y} ${width} ${height}" preserveAspectRatio="xMinYMin">${shapes}</svg>`;
  const { data, info } = await sharp(Buffer.from(svg)).raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

interface Outline {
  readonly x: number;
  readonly y: number;
  readonly fontSize: number;
  readonly paint: string;
  readonly language: string;
}

/**
 * A line in a font of the user's as its outlines, centred at `x`: the renderer of SVG does not see fonts that were added after its first text.
 */
function outlineOf(font: Font, line: string, { x, y, fontSize, paint, language }: Outline): string {
  const direction = isRightToLeft(language) ? 'rtl' : 'ltr';
  const { glyphs, positions, advanceWidth } = font.layout(line, undefined, undefined, undefined, direction);
  const scale = fontSize / font.unitsPerEm;
  let at = -advanceWidth / 2;
  const paths = glyphs.map((glyph, index) => {
    const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[index] ?? {};
    const [left, up] = [at + xOffset, yOffset];
    at += xAdvance;
    return `<path transform="translate(${left} ${up})" d="${glyph.path.toSVG()}"/>`;
  });
  // Strokes are given in pixels, and letters in units of the font.
  const inUnits = paint.replace(
    /stroke-width="([\d.]+)"/,
    (_, width: string) => `stroke-width="${Number(width) / scale}"`,
  );
  return `<g transform="translate(${x} ${y}) scale(${scale} ${-scale})" ${inUnits}>${paths.join('')}</g>`;
}

const widthIn = (font: Font, line: string): number => font.layout(line).advanceWidth / font.unitsPerEm;

interface SoundRoom {
  readonly lines: number;
  /** Font sizes. */
  readonly widest: number;
  /** Pixels. */
  readonly fontSize: number;
  readonly step: number;
  readonly vertical: boolean;
}

/** A canvas large enough for any letters, tilted and outlined; the part without ink is cropped afterwards. An even number of pixels. */
function roomFor({ lines, widest, fontSize, step, vertical }: SoundRoom): PixelSize {
  const along = (widest + 1) * fontSize;
  // Marks above and below a letter, on either side of the baseline.
  const across = (lines - 1) * step + 2.6 * fontSize;
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
export function soundFamilies(text: string, language: string, users: readonly string[] = []): string[] {
  const usual = familiesFor(text, language);
  // A sound is one picture: a font that lacks one of its letters sets none of it.
  const whole = users.filter((family) => lettersOutside(text, [family]).length === 0);
  return [...whole, ...(scriptOfLanguage(language) === 'Latn' ? ['Bangers'] : []), ...usual];
}

const families = ({ text, language, font }: RenderSoundInput): string => {
  const usual = soundFamilies(text, language);
  return svgFamilies(font === undefined ? usual : [...new Set([font, ...usual])]);
};
