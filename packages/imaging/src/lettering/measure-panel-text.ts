import { escapeMarks, type PanelText, type PixelSize, withoutMarks } from '@nextpanel/core';
import type { Sharp } from '../load-sharp.ts';
import { renderSound } from './render-sound.ts';
import { type RenderedText, renderText } from './render-text.ts';

export interface MeasurePanelTextInput {
  readonly text: PanelText;
  readonly language: string;
  readonly panel: PixelSize;
  readonly fontSize: number;
  readonly vertical: boolean;
}

/** Ways to break a text, best first: the aspect of the block, and the share of the panel that a line may take. */
interface Shape {
  readonly aspect: number;
  readonly share: number;
}

const balloonShapes: readonly Shape[] = [
  { aspect: 3, share: 0.56 },
  { aspect: 1.6, share: 0.4 },
  { aspect: 6, share: 0.84 },
];
const captionShapes: readonly Shape[] = [
  { aspect: 12, share: 0.9 },
  { aspect: 4, share: 0.55 },
];
const columnShapes: readonly Shape[] = [
  { aspect: 2.4, share: 0.42 },
  { aspect: 1.2, share: 0.3 },
  { aspect: 4, share: 0.7 },
];

/** Sizes of sound effects, in font sizes. */
const soundScales = [5, 3.6, 2.6, 1.8, 1.2];

const ink = '#111111';

/** Draws a text in every shape worth trying, best first, for the placement to choose from. */
export async function measurePanelText(sharp: Sharp, input: MeasurePanelTextInput): Promise<RenderedText[]> {
  const { text, language, fontSize, vertical, panel } = input;
  const words = withoutMarks(text.text);
  if (text.kind === 'sfx') {
    const room = (vertical ? panel.height : panel.width) / fontSize;
    return Promise.all(
      soundsThatFit(words, room).map(({ words: sound, scale }) =>
        renderSound(sharp, { text: escapeMarks(sound), language, vertical, fontSize: Math.round(scale * fontSize) }),
      ),
    );
  }
  const shapes = vertical ? columnShapes : text.kind === 'caption' ? captionShapes : balloonShapes;
  const lengths = shapes.map((shape) => lineLength(words, fontSize, vertical ? panel.height : panel.width, shape));
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

interface SoundShape {
  readonly words: string;
  /** Font sizes. */
  readonly scale: number;
}

/** A sound as the author wrote it, in every size that fits into `room` (font sizes); if none does, broken over two lines. */
function soundsThatFit(sound: string, room: number): SoundShape[] {
  const fitting = (words: string) => {
    const longest = Math.max(...words.split('\n').map(estimatedWidth));
    return soundScales.filter((scale) => longest * scale <= room).map((scale) => ({ words, scale }));
  };
  const whole = fitting(sound);
  return whole.length > 0 ? whole : fitting(inTwoLines(sound));
}

/** Broken at the space, or else between the letters, that leaves two lines of most similar length. */
function inTwoLines(sound: string): string {
  const line = sound.replaceAll(/\s+/g, ' ').trim();
  const letters = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(line)];
  const spaces = letters.filter(({ segment }) => segment === ' ').map(({ index }) => index);
  const places = spaces.length > 0 ? spaces : letters.slice(1).map(({ index }) => index);
  const lopsided = (at: number) => Math.abs(estimatedWidth(line.slice(0, at)) - estimatedWidth(line.slice(at)));
  const [best] = places.toSorted((a, b) => lopsided(a) - lopsided(b));
  return best === undefined ? line : `${line.slice(0, best).trim()}\n${line.slice(best).trim()}`;
}

/** Line length, in pixels, that gives the block its aspect with lines of similar length. */
function lineLength(text: string, fontSize: number, available: number, shape: Shape): number {
  const most = Math.floor(available * shape.share);
  const words = text.split(/\s+/).flatMap((word) => (isIdeographic(word) ? Array.from(word) : [word]));
  const widths = words.map((word) => estimatedWidth(word) * fontSize);
  const space = isIdeographic(text) ? 0 : 0.3 * fontSize;
  const natural = widths.reduce((sum, width) => sum + width + space, -space);
  const lines = Math.max(1, Math.round(Math.sqrt(natural / (shape.aspect * fontSize * 1.25))));
  if (lines === 1 && natural <= most) return most;
  // The shortest line length that adds no line, so that no word is left alone on the last one.
  for (let length = natural / lines; length < most; length += fontSize / 4) {
    if (linesNeeded(widths, space, length) <= lines) return Math.min(most, Math.ceil(length * 1.06));
  }
  return most;
}

function linesNeeded(widths: readonly number[], space: number, length: number): number {
  let lines = 1;
  let used = -space;
  for (const width of widths) {
    if (used + space + width > length && used > 0) {
      lines++;
      used = -space;
    }
    used += space + width;
  }
  return lines;
}

const isIdeographic = (text: string) => /[\u2E80-\u9FFF\uF900-\uFAFF\uFF00-\uFF60]/.test(text);

/** In font sizes, accurate to a tenth. */
function estimatedWidth(word: string): number {
  let width = 0;
  for (const letter of word) {
    if (/[\u1100-\u11FF\u2E80-\uD7FF\uF900-\uFAFF\uFF00-\uFF60]/.test(letter)) width += 1;
    else if (/\p{M}/u.test(letter)) width += 0;
    else if (/[ijlI.,:;!'’|]/.test(letter)) width += 0.28;
    else if (/[mwMW…—]/.test(letter)) width += 0.85;
    else width += /\p{Lu}/u.test(letter) ? 0.66 : 0.54;
  }
  return width;
}
