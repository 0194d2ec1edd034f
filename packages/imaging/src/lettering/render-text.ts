import type { PixelSize } from '@nextpanel/core';
import { chooseFont } from '../fonts/choose-font.ts';
import type { Sharp } from '../load-sharp.ts';
import { prepareText } from './prepare-text.ts';
import { setWithPango } from './set-with-pango.ts';

export interface RenderTextInput {
  readonly text: string;
  /** BCP 47; chooses font, direction and line breaking. */
  readonly language: string;
  /** Pixels. */
  readonly fontSize: number;
  /** Longest line, in pixels (height of a column when vertical). Without it, only the text's own breaks count. */
  readonly lineLength?: number;
  /** `start` is left, or right for languages that run from right to left. Default `middle`. */
  readonly align?: 'start' | 'middle';
  /** Columns from right to left, as Japanese and Chinese are set in books that read that way. */
  readonly vertical?: boolean;
  /** `#rrggbb`. */
  readonly colour: string;
  readonly italic?: boolean;
}

/** Letters on a transparent background: raw RGBA, cropped to the ink. */
export interface RenderedText extends PixelSize {
  readonly data: Buffer;
}

/**
 * Draws text with Pango: shaped, bidirectional, broken into lines. About 2 ms. `dpi: 72` makes points pixels. Where a phrase that
 * should stay together is longer than the line, it is broken between letters that may part; only where even that leaves the line
 * too long (one very long word) it is broken anywhere.
 */
export async function renderText(sharp: Sharp, input: RenderTextInput): Promise<RenderedText> {
  if (input.lineLength === undefined) return drawText(sharp, input, { phrases: true, wrap: 'word' });
  const most = input.lineLength;
  const along = ({ width, height }: RenderedText) => (input.vertical === true ? height : width);
  for (const phrases of [true, false]) {
    const drawn = await drawText(sharp, input, { phrases, wrap: 'word' });
    if (along(drawn) <= most * longestOverhang) return drawn;
  }
  return drawText(sharp, input, { phrases: false, wrap: 'word-char' });
}

/** Ink may stick out of a line a little: slanted letters, and accents that lean over. */
const longestOverhang = 1.03;

interface Breaks {
  /** Keeps phrases together in scripts that are written without spaces. */
  readonly phrases: boolean;
  readonly wrap: 'word' | 'word-char';
}

const drawText = (sharp: Sharp, input: RenderTextInput, { phrases, wrap }: Breaks): Promise<RenderedText> =>
  setWithPango(sharp, {
    ...input,
    markup: prepareText(input.text, input.language, {
      phrases,
      vertical: input.vertical === true,
      italic: input.italic === true,
    }),
    font: chooseFont(input.text, input.language),
    wrap,
  });
