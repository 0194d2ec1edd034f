import { narrationPoints, type PanelText, type Rectangle, type SetLetters, type SetText } from '@nextpanel/core';
import { familiesFor } from '../fonts/choose-font.ts';
import type { Sharp } from '../load-sharp.ts';
import { breakText } from './break-text.ts';
import { type DrawnLetters, drawLetters, keepLetters } from './draw-letters.ts';
import type { LetteredText } from './letter-panel.ts';

/** A paragraph takes at most this part of its room, so that lines stay short enough to find the next one. */
const longestLine = 0.96;

export interface LetterBelowInput {
  /** In reading order. */
  readonly texts: readonly LetteredText[];
  /** Room for them, in pixels of the sheet. */
  readonly box: Rectangle;
  readonly language: string;
  /** Pixels per inch of the sheet. */
  readonly dpi: number;
  /** Families of the user's for a text of this kind and language, best first. */
  readonly usersFor: (kind: PanelText['kind'], language: string) => readonly string[];
  /** Takes the letters that are used. */
  readonly drawn: DrawnLetters;
}

export interface TextBelow {
  /** In pixels of the sheet. */
  readonly texts: SetText[];
  /** Whether the text fits only in smaller letters than usual. */
  readonly small: boolean;
  /** Whether it does not fit at all and is left out. */
  readonly overflows: boolean;
}

/** Sets the narration of a picture book below its picture, in the middle of its room, in the largest size that fits. */
export async function letterBelow(
  sharp: Sharp,
  { texts, box, language, dpi, drawn, usersFor }: LetterBelowInput,
): Promise<TextBelow> {
  if (texts.length === 0) return { texts: [], small: false, overflows: false };
  for (const [step, size] of narrationPoints.entries()) {
    const fontSize = Math.round((size / 72) * dpi);
    const paragraphs = await Promise.all(
      texts.map(async (text) => {
        const own = text.language ?? language;
        const users = usersFor(text.kind, own);
        const letters = setParagraph(text, { language: own, size: fontSize, width: box.width, users });
        return { text, letters, raster: await drawLetters(sharp, letters) };
      }),
    );
    const gap = Math.round(fontSize * 0.6);
    const height = paragraphs.reduce((sum, { raster }) => sum + raster.height + gap, -gap);
    if (height > box.height || paragraphs.some(({ raster }) => raster.width > box.width)) continue;
    let top = box.y + Math.floor((box.height - height) / 2);
    const set = paragraphs.map(({ text: { id, speaker, style }, letters, raster }): SetText => {
      keepLetters(drawn, letters, raster);
      const { width, height: high } = raster;
      const block = { x: box.x + Math.floor((box.width - width) / 2), y: top, width, height: high };
      top += high + gap;
      return {
        ...(id !== undefined && { id }),
        ...(speaker !== undefined && { speaker }),
        ...(style !== undefined && { style }),
        ...letters,
        box: block,
        block,
        tail: null,
      };
    });
    return { texts: set, small: step > 0, overflows: false };
  }
  return { texts: [], small: false, overflows: true };
}

interface ParagraphSetting {
  readonly language: string;
  readonly size: number;
  readonly width: number;
  readonly users: readonly string[];
}

function setParagraph({ kind, text }: LetteredText, { language, size, width, users }: ParagraphSetting): SetLetters {
  const most = (width / size) * longestLine;
  return {
    kind,
    language,
    font: familiesFor(text, language, users)[0] ?? '',
    size,
    vertical: false,
    align: 'middle',
    italic: false,
    // As broad as its room allows, its lines alike.
    lines: breakText({ text, language, most, aspect: 40, shape: 'block', users, hyphens: true }).lines,
  };
}
