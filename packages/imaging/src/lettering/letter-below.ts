import type { Rectangle } from '@nextpanel/core';
import type { OverlayOptions } from 'sharp';
import type { Sharp } from '../load-sharp.ts';
import type { LetteredText } from './letter-panel.ts';
import { renderText } from './render-text.ts';

/** Points of the text of picture books, the usual size first; below the last one a child cannot read it. */
const points = [15, 13.5, 12, 10.5];

export interface LetterBelowInput {
  /** In reading order. */
  readonly texts: readonly LetteredText[];
  /** Room for them, in pixels of the sheet. */
  readonly box: Rectangle;
  readonly language: string;
  /** Pixels per inch of the sheet. */
  readonly dpi: number;
}

export interface TextBelow {
  /** Placed on the sheet. */
  readonly layers: OverlayOptions[];
  /** Whether the text fits only in smaller letters than usual. */
  readonly small: boolean;
  /** Whether it does not fit at all and is left out. */
  readonly overflows: boolean;
}

/** Sets the narration of a picture book below its picture, in the middle of its room, in the largest size that fits. */
export async function letterBelow(sharp: Sharp, { texts, box, language, dpi }: LetterBelowInput): Promise<TextBelow> {
  if (texts.length === 0) return { layers: [], small: false, overflows: false };
  for (const [step, size] of points.entries()) {
    const fontSize = Math.round((size / 72) * dpi);
    const paragraphs = await Promise.all(
      texts.map(({ text, language: own = language }) =>
        renderText(sharp, { text, language: own, fontSize, lineLength: box.width, colour: '#111111' }),
      ),
    );
    const gap = Math.round(fontSize * 0.6);
    const height = paragraphs.reduce((sum, paragraph) => sum + paragraph.height + gap, -gap);
    if (height > box.height || paragraphs.some(({ width }) => width > box.width)) continue;
    let top = box.y + Math.floor((box.height - height) / 2);
    const layers = paragraphs.map((paragraph): OverlayOptions => {
      const left = box.x + Math.floor((box.width - paragraph.width) / 2);
      const layer = {
        input: paragraph.data,
        raw: { width: paragraph.width, height: paragraph.height, channels: 4 as const },
        left,
        top,
      };
      top += paragraph.height + gap;
      return layer;
    });
    return { layers, small: step > 0, overflows: false };
  }
  return { layers: [], small: false, overflows: true };
}
