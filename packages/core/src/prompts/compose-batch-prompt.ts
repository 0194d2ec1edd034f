import type { ContactSheetPlan } from '../catalogue/plan-contact-sheet.ts';
import type { PixelSize } from '../picture.ts';
import type { ReferenceRole } from './order-references.ts';
import {
  calm,
  castLines,
  describeShape,
  drawnTexts,
  list,
  noTextLine,
  type PromptPanel,
  type PromptStory,
  pictureLine,
  quotedTexts,
  referenceLines,
  spellingLine,
  styleLines,
} from './prompt-parts.ts';

export interface BatchPromptInput {
  readonly story: PromptStory;
  /** Two or more, in order. */
  readonly panels: readonly PromptPanel[];
  readonly references: readonly (readonly ReferenceRole[])[];
  /** Of one frame. */
  readonly size: PixelSize;
  readonly layout: BatchLayout;
}

/** How the panels come back: as pictures of their own, by one call or by a model that calls its tool, or on one sheet. */
export type BatchLayout =
  | { readonly method: 'series' | 'one-call' }
  | { readonly method: 'contact-sheet'; readonly sheet: ContactSheetPlan };

/** Shapes whose ratios differ by less than this are one in words. */
const sameShape = 0.03;

/** The words for several panels asked for together. Panels are numbered from 1 within the request. */
export function composeBatchPrompt({ story, panels, references, size, layout }: BatchPromptInput): string {
  const lettered = panels.flatMap((panel, index) => (drawnTexts(panel).length > 0 ? [index + 1] : []));
  return [
    ...layoutLines(layout, panels.length, size),
    ...styleLines(story),
    ...referenceLines(story, references, 'just before panel 1'),
    ...castLines(story, panels),
    'The panels tell one story in order. Each goes on from the one before: keep people, clothes, props, place, light and weather unless the panel says otherwise; each is a new moment with a composition of its own.',
    ...panels.flatMap((panel, index) => panelLines(story, panel, index + 1)),
    ...letteringLines(story, lettered, panels.length),
  ].join('\n');
}

export function layoutLines(layout: BatchLayout, panels: number, size: PixelSize): string[] {
  const shape = describeShape(size);
  switch (layout.method) {
    case 'series':
      return [
        `Draw ${panels} panels of an illustrated story as ${panels} separate images: call the image tool ${panels} times, once for each panel, in this order, and answer with nothing else.`,
        `Each image is ${shape} and shows one panel, drawn to its edges. No collage, no grid, no composite, no borders.`,
      ];
    case 'one-call':
      return [
        `Draw ${panels} panels of an illustrated story as ${panels} separate images, one for each panel, in this order.`,
        `Each image is ${shape} and shows one panel, drawn to its edges. No collage, no grid, no composite, no borders.`,
      ];
    case 'contact-sheet':
      return sheetLines(layout.sheet, panels, describeShape(cellShape(layout.sheet, size)));
  }
}

/** The frame's own shape, unless the cells of the sheet have another. */
const cellShape = ({ cell }: ContactSheetPlan, frame: PixelSize): PixelSize =>
  Math.abs(Math.log((cell.width * frame.height) / (cell.height * frame.width))) < sameShape ? frame : cell;

function sheetLines({ columns, rows, blank }: ContactSheetPlan, panels: number, shape: string): string[] {
  const order = Array.from({ length: rows }, (_, row) => {
    const first = row * columns + 1;
    const numbers = Array.from(
      { length: Math.min(columns, panels - first + 1) },
      (_cell, column) => `${first + column}`,
    );
    return `row ${row + 1}: ${numbers.length === 1 ? 'panel' : 'panels'} ${list(numbers)}`;
  });
  return [
    `Draw one picture: a contact sheet of ${panels} panels of an illustrated story in a grid of ${columns} ${columns === 1 ? 'column' : 'columns'} by ${rows} ${rows === 1 ? 'row' : 'rows'}.`,
    `All cells have exactly the same size and are ${shape}. Straight gutters of pure white divide them, and a margin of the same white runs around; nothing crosses a gutter, nothing is written in it.`,
    `Panels run from left to right, then from top to bottom: ${order.join('; ')}.`,
    ...(blank > 0 ? [`The last ${blank === 1 ? 'cell stays' : `${blank} cells stay`} pure white.`] : []),
  ];
}

export function panelLines(story: PromptStory, panel: PromptPanel, number: number): string[] {
  const names = story.characters.filter(({ id }) => panel.characters.includes(id)).map(({ name }) => name);
  return [
    `Panel ${number}${names.length > 0 ? ` (${names.join(', ')})` : ''}: ${pictureLine(panel)}`,
    ...quotedTexts(story, panel).map((text) => `- lettering, ${text}`),
  ];
}

function letteringLines(story: PromptStory, lettered: readonly number[], panels: number): string[] {
  if (lettered.length === 0) return [`In every panel keep ${calm}`, noTextLine];
  const where = `${lettered.length === 1 ? 'panel' : 'panels'} ${list(lettered.map(String))}`;
  const rest =
    lettered.length === panels
      ? []
      : [`In the panels without lettering keep ${calm} They have no text: no letters, captions or speech bubbles.`];
  return [
    `Only ${where} ${lettered.length === 1 ? 'has' : 'have'} lettering. ${spellingLine(story)}`,
    ...rest,
    'No other text: no signature, watermark, title or page number.',
  ];
}
