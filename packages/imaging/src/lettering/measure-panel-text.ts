import type { PanelText, PixelSize } from '@nextpanel/core';
import type { Sharp } from '../load-sharp.ts';
import { renderSound } from './render-sound.ts';
import { renderText, type RenderedText } from './render-text.ts';

export interface MeasurePanelTextInput {
  readonly text: PanelText;
  readonly language: string;
  readonly panel: PixelSize;
  readonly fontSize: number;
  readonly vertical: boolean;
}

/** A way to break a text: the block's length to breadth, and the share of the panel a line may take. Best first. */
interface Shape {
  readonly aspect: number;
  readonly share: number;
}

const balloonShapes: readonly Shape[] = [
  { aspect: 2.4, share: 0.56 },
  { aspect: 1.3, share: 0.4 },
  { aspect: 4.5, share: 0.84 },
];
const captionShapes: readonly Shape[] = [
  { aspect: 9, share: 0.9 },
  { aspect: 3, share: 0.55 },
];
const columnShapes: readonly Shape[] = [
  { aspect: 1.5, share: 0.42 },
  { aspect: 1, share: 0.3 },
  { aspect: 2.5, share: 0.7 },
];

/** Sizes of sound effects, in font sizes. */
const soundScales = [3, 2.2, 1.6];

const ink = '#111111';

/** Draws a text in every shape worth trying, best first, so that it can be placed where it fits. */
export async function measurePanelText(sharp: Sharp, input: MeasurePanelTextInput): Promise<RenderedText[]> {
  const { text, language, fontSize, vertical, panel } = input;
  if (text.kind === 'sfx') {
    return Promise.all(
      soundScales.map((scale) =>
        renderSound(sharp, { text: text.text, language, vertical, fontSize: Math.round(scale * fontSize) }),
      ),
    );
  }
  const shapes = vertical ? columnShapes : text.kind === 'caption' ? captionShapes : balloonShapes;
  const lengths = shapes.map((shape) => lineLength(text.text, fontSize, vertical ? panel.height : panel.width, shape));
  const different = [...new Set(lengths)];
  return Promise.all(
    different.map((length) =>
      renderText(sharp, {
        text: text.text,
        language,
        fontSize,
        vertical,
        lineLength: length,
        colour: ink,
        align: text.kind === 'caption' ? 'start' : 'middle',
        italic: text.kind === 'thought',
      }),
    ),
  );
}

/** Length of lines, in pixels, that gives the block its aspect with lines of about one length. */
function lineLength(text: string, fontSize: number, available: number, shape: Shape): number {
  const natural = estimatedLength(text, fontSize);
  const most = Math.floor(available * shape.share);
  const lines = Math.max(1, Math.round(Math.sqrt(natural / (shape.aspect * fontSize * 1.25))), Math.ceil(natural / most));
  return lines === 1 ? most : Math.min(most, Math.ceil((natural / lines) * 1.1 + fontSize * 0.8));
}

/** Good to a tenth: ideographs are as wide as high, other letters about half of it. */
function estimatedLength(text: string, fontSize: number): number {
  let length = 0;
  for (const letter of text) length += /[\u1100-\u11FF\u2E80-\uD7FF\uF900-\uFAFF\uFF00-\uFF60]/.test(letter) ? 1 : 0.52;
  return length * fontSize;
}
