import {
  guessMouths,
  type PanelSpec,
  type PanelText,
  type PixelSize,
  placeBalloons,
  type ReadingDirection,
} from '@nextpanel/core';
import type { OverlayOptions } from 'sharp';
import { scriptOfLanguage } from '../fonts/choose-font.ts';
import type { Sharp } from '../load-sharp.ts';
import { drawBalloons } from './draw-balloons.ts';
import { inkRows } from './ink-rows.ts';
import { measurePanelText } from './measure-panel-text.ts';

/** A text to be lettered; `language`: its own, where it is not that of the book. */
export type LetteredText = PanelText & { readonly language?: string };

export interface LetterPanelInput {
  readonly panel: PixelSize;
  /** The texts to draw, in reading order. */
  readonly texts: readonly LetteredText[];
  readonly characters: readonly string[];
  /** Where characters stand, 0–1 from the left, by id; only those the panel places. */
  readonly standing?: ReadonlyMap<string, number>;
  readonly focus?: PanelSpec['focus'];
  readonly language: string;
  readonly readingDirection: ReadingDirection;
  /** Pixels. */
  readonly fontSize: number;
}

export interface PanelLettering {
  /** Layers for the panel, in this order: balloons first, then their letters. */
  readonly layers: OverlayOptions[];
  /** Indices of the texts that did not fit. */
  readonly unplaced: number[];
}

/** Letters one panel in one font size: draws the texts, places them, draws the balloons behind them. */
export async function letterPanel(sharp: Sharp, input: LetterPanelInput): Promise<PanelLettering> {
  const { panel, texts, language, fontSize, readingDirection } = input;
  if (texts.length === 0) return { layers: [], unplaced: [] };
  const drawn = await Promise.all(
    texts.map((text) => {
      const own = text.language ?? language;
      const vertical = isSetInColumns(own, readingDirection);
      return measurePanelText(sharp, { text, language: own, panel, fontSize, vertical });
    }),
  );
  const focus = input.focus === undefined ? {} : { focus: input.focus };
  const { characters, standing = new Map() } = input;
  const mouths = guessMouths({ panel, characters, standing, texts, ...focus });
  const { placed, unplaced } = placeBalloons({
    panel,
    fontSize,
    readingDirection,
    texts: texts.map(({ kind, style }, index) => ({
      kind,
      ...(style && { style }),
      mouth: mouths[index] ?? null,
      shapes: (drawn[index] ?? []).map((text) => ({ width: text.width, height: text.height, rows: inkRows(text) })),
    })),
    ...focus,
  });
  const letters = placed.flatMap(({ text, shape, textBox }): OverlayOptions[] => {
    const raster = drawn[text]?.[shape];
    if (raster === undefined) return [];
    const { data, width, height } = raster;
    return [{ input: data, raw: { width, height, channels: 4 }, left: textBox.x, top: textBox.y }];
  });
  return { layers: [{ input: Buffer.from(drawBalloons(panel, placed, fontSize)) }, ...letters], unplaced };
}

/** Japanese and Chinese books that are read from right to left are set in columns. */
function isSetInColumns(language: string, readingDirection: ReadingDirection): boolean {
  return readingDirection === 'rtl' && ['Jpan', 'Hant', 'Hans'].includes(scriptOfLanguage(language));
}
