import { scriptOfLanguage } from '../fonts/choose-font.ts';
import type { Sharp } from '../load-sharp.ts';
import type { RenderedText } from './render-text.ts';

export interface PangoInput {
  /** Prepared words, see `prepareText` and `prepareLines`. */
  readonly markup: string;
  /** BCP 47. */
  readonly language: string;
  /** Pango's description: families and weight, without a size. */
  readonly font: string;
  /** Pixels. */
  readonly fontSize: number;
  /** `#rrggbb`. */
  readonly colour: string;
  readonly italic?: boolean;
  /** Font sizes; absent: as high as the highest font in a line. */
  readonly lineHeight?: number | undefined;
  readonly vertical?: boolean;
  readonly align?: 'start' | 'middle';
  /** Pixels at which lines are broken; absent: only where the words have a line break. */
  readonly lineLength?: number;
  readonly wrap?: 'word' | 'word-char';
}

/**
 * Added between lines, in font sizes: some fonts leave room for stacked marks, which makes balloons fall apart.
 */
const spacing: Readonly<Record<string, number>> = { Arab: -0.35, Thai: -0.12, Jpan: -0.1, Hant: -0.1 };

/** Draws prepared words. `dpi: 72` makes points pixels. */
export async function setWithPango(sharp: Sharp, input: PangoInput): Promise<RenderedText> {
  const attributes = [
    // Where a word must be broken, no hyphen is added that the author did not write.
    'insert_hyphens="false"',
    `foreground="${input.colour}"`,
    `lang="${input.language}"`,
    // Whole numbers are Pango's units, 1,024 to the pixel.
    ...(input.lineHeight === undefined
      ? []
      : [`line_height="${Math.round(input.lineHeight * input.fontSize * 1024)}"`]),
    ...(input.italic === true ? ['style="italic"'] : []),
    // Pango has no vertical lines: letters are rotated against the line, then the picture is rotated back.
    ...(input.vertical === true ? ['gravity="east"', 'gravity_hint="strong"'] : []),
  ];
  const drawing = sharp({
    text: {
      text: `<span ${attributes.join(' ')}>${input.markup}</span>`,
      font: `${input.font} ${input.fontSize}`,
      dpi: 72,
      rgba: true,
      align: input.align === 'start' || input.vertical === true ? 'left' : 'centre', // Pango's left is where a line starts
      spacing: Math.round((spacing[scriptOfLanguage(input.language)] ?? 0) * input.fontSize),
      ...(input.lineLength === undefined
        ? {}
        : { width: Math.max(1, Math.floor(input.lineLength)), wrap: input.wrap ?? 'word' }),
    },
  });
  const { data, info } = await (input.vertical === true ? drawing.rotate(90) : drawing)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}
