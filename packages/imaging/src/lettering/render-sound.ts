import { fontOfLanguage, scriptOfLanguage } from '../fonts/font-of-language.ts';
import type { Sharp } from '../load-sharp.ts';
import { escapeMarkup, isRightToLeft } from './prepare-text.ts';
import type { RenderedText } from './render-text.ts';

export interface RenderSoundInput {
  readonly text: string;
  readonly language: string;
  /** Pixels. */
  readonly fontSize: number;
  readonly vertical: boolean;
}

/** Degrees; sounds stand a little askew. */
const tilt = -6;

/** Widths of the two outlines, in font sizes: white on any picture, dark around the letters. */
const outlines = [
  { colour: '#ffffff', width: 0.3 },
  { colour: '#141414', width: 0.16 },
];

/** Draws a sound effect: large display letters with a dark and a white outline, tilted. As large as its ink. About 10 ms. */
export async function renderSound(sharp: Sharp, input: RenderSoundInput): Promise<RenderedText> {
  const lines = input.text.trim().split('\n');
  const longest = Math.max(...lines.map((line) => line.length));
  // Wide enough for any letters; what is not inked is trimmed away.
  const length = Math.ceil((longest + 2) * input.fontSize * 1.1);
  const side = Math.ceil(length + lines.length * input.fontSize * 1.4);
  const middle = side / 2;
  const step = input.fontSize * 1.1;
  const texts = lines.map((line, index) => {
    const offset = (index - (lines.length - 1) / 2) * step;
    const [x, y] = input.vertical ? [middle - offset, middle] : [middle, middle + offset];
    return { x, y, line: escapeMarkup(line) };
  });
  const letters = (paint: string) =>
    texts.map(({ x, y, line }) => `<text x="${x}" y="${y}" ${paint}>${line}</text>`).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}">
    <g transform="rotate(${tilt} ${middle} ${middle})" text-anchor="middle" ${flow(input)}
      font-family="${families(input.language)}" font-weight="bold" font-size="${input.fontSize}" stroke-linejoin="round">
      ${outlines.map(({ colour, width }) => letters(`fill="none" stroke="${colour}" stroke-width="${width * input.fontSize}"`)).join('')}
      ${letters('fill="#ffd324"')}
    </g></svg>`;
  const { data, info } = await sharp(Buffer.from(svg))
    .trim({ background: '#00000000', threshold: 0 })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

function flow(input: RenderSoundInput): string {
  if (input.vertical) return 'writing-mode="vertical-rl"';
  return isRightToLeft(input.language) ? 'direction="rtl"' : '';
}

function families(language: string): string {
  const usual = fontOfLanguage(language).replace(/ Bold$/, '');
  return scriptOfLanguage(language) === 'Latn' ? `Bangers,${usual}` : usual;
}
