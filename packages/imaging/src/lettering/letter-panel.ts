import {
  guessMouths,
  type PanelSpec,
  type PanelText,
  type PixelSize,
  placeBalloons,
  type ReadingDirection,
  type SetText,
} from '@nextpanel/core';
import { scriptOfLanguage } from '../fonts/choose-font.ts';
import type { Sharp } from '../load-sharp.ts';
import { type DrawnLetters, keepLetters } from './draw-letters.ts';
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
  /** Takes the letters that are used. */
  readonly drawn: DrawnLetters;
}

export interface PlacedLettering {
  /** In reading order; in pixels of the panel. */
  readonly texts: SetText[];
  /** Indices of the texts that did not fit. */
  readonly unplaced: number[];
}

/** Letters one panel in one font size: breaks the texts into lines, measures and places them. */
export async function letterPanel(sharp: Sharp, input: LetterPanelInput): Promise<PlacedLettering> {
  const { panel, texts, language, fontSize, readingDirection } = input;
  if (texts.length === 0) return { texts: [], unplaced: [] };
  const measured = await Promise.all(
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
      shapes: (measured[index] ?? []).map(({ drawn }) => ({
        width: drawn.width,
        height: drawn.height,
        rows: inkRows(drawn),
      })),
    })),
    ...focus,
  });
  const set = placed.flatMap(({ text: index, shape, box, textBox, tail }): SetText[] => {
    const [way, text] = [measured[index]?.[shape], texts[index]];
    if (way === undefined || text === undefined) return [];
    keepLetters(input.drawn, way.letters, way.drawn);
    const { x, y } = textBox;
    const { width, height } = way.drawn;
    const { id, speaker, style } = text;
    return [
      {
        ...(id !== undefined && { id }),
        ...(speaker !== undefined && { speaker }),
        ...(style !== undefined && { style }),
        ...way.letters,
        box,
        block: { x, y, width, height },
        tail,
      },
    ];
  });
  return { texts: set, unplaced };
}

/** Japanese and Chinese books that are read from right to left are set in columns. */
function isSetInColumns(language: string, readingDirection: ReadingDirection): boolean {
  return readingDirection === 'rtl' && ['Jpan', 'Hant', 'Hans'].includes(scriptOfLanguage(language));
}
