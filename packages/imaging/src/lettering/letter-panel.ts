import {
  guessFaces,
  guessMouths,
  type PanelSpec,
  type PanelText,
  type PixelSize,
  type Point,
  placeBalloons,
  type ReadingDirection,
  type SetText,
} from '@nextpanel/core';
import { scriptOfLanguage } from '../fonts/choose-font.ts';
import type { Sharp } from '../load-sharp.ts';
import { releasePixels } from '../release-pixels.ts';
import { type DrawnLetters, keepLetters } from './draw-letters.ts';
import { inkRows } from './ink-rows.ts';
import { type MeasuredLetters, measurePanelText } from './measure-panel-text.ts';

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
  /** Pixel of the panel for a point of its slot, and of its frame, each 0–1 from the top left: for what was placed by hand. */
  readonly pointOf: { readonly slot: (point: Point) => Point; readonly frame: (point: Point) => Point };
  readonly language: string;
  readonly readingDirection: ReadingDirection;
  /** Whether Japanese and Chinese are set in columns. */
  readonly columns: boolean;
  /** Families of the user's for a text of this kind and language, best first. */
  readonly usersFor: (kind: PanelText['kind'], language: string) => readonly string[];
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
  /** What balloons and captions stand on: speakers whose mouths they cover, by id, and whether the panel's focus is under one. */
  readonly covered: { readonly mouths: readonly string[]; readonly focus: boolean };
  /** Speakers in the panel to whom no tail could lead from one of their balloons, by id. */
  readonly tailless: readonly string[];
}

/** Letters one panel in one font size: breaks the texts into lines, measures and places them. */
export async function letterPanel(sharp: Sharp, input: LetterPanelInput): Promise<PlacedLettering> {
  const { panel, texts, language, fontSize, readingDirection } = input;
  if (texts.length === 0) return { texts: [], unplaced: [], covered: { mouths: [], focus: false }, tailless: [] };
  const measured = await Promise.all(
    texts.map((text) => {
      const own = text.language ?? language;
      const vertical = input.columns && hasColumns(own);
      const users = input.usersFor(text.kind, own);
      return measurePanelText(sharp, { text, language: own, panel, fontSize, vertical, users });
    }),
  );
  const focus = input.focus === undefined ? {} : { focus: input.focus };
  const { characters, standing = new Map() } = input;
  const cast = { panel, characters, standing, texts, ...focus };
  const guessed = guessMouths(cast);
  const mouths = texts.map(({ mouth }, index) => (mouth ? inside(input.pointOf.frame(mouth), panel) : guessed[index]));
  const known = new Map(
    texts.flatMap(({ mouth, speaker = characters[0] }, index): [string, Point][] => {
      const at = mouths[index];
      return mouth && at && speaker !== undefined ? [[speaker, at]] : [];
    }),
  );
  const { placed, unplaced } = placeBalloons({
    panel,
    fontSize,
    readingDirection,
    texts: texts.map(({ kind, style, balloon, speaker }, index) => ({
      kind,
      ...(speaker !== undefined && { speaker }),
      ...(style && { style }),
      ...(balloon && { placedAt: input.pointOf.slot(balloon) }),
      mouth: mouths[index] ?? null,
      shapes: (measured[index] ?? []).map(({ drawn, flaw }) => ({
        width: drawn.width,
        height: drawn.height,
        rows: inkRows(drawn),
        flaw,
      })),
    })),
    faces: guessFaces(cast, known),
    ...focus,
  });
  const set = placed.flatMap(({ text: index, shape, box, textBox, tail, joins }): SetText[] => {
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
        ...(joins && { joins }),
      },
    ];
  });
  releaseOthers(measured, placed);
  const tailless = placed.flatMap(({ text: index, kind, tail }, at) => {
    const isVoice = kind === 'speech' || kind === 'thought';
    // The tail of joined balloons is that of the last one.
    const leads = !isVoice || tail !== null || placed[at + 1]?.joins === true || !mouths[index];
    const speaker = texts[index]?.speaker ?? characters[0];
    return leads || speaker === undefined ? [] : [speaker];
  });
  return { texts: set, unplaced, covered: findCovered(set, texts, mouths, input), tailless: [...new Set(tailless)] };
}

/** Ways to set a text that were drawn to be measured, and are not used. */
function releaseOthers(
  measured: readonly (readonly MeasuredLetters[])[],
  placed: readonly { readonly text: number; readonly shape: number }[],
): void {
  const used = new Set(placed.map(({ text, shape }) => measured[text]?.[shape]));
  for (const way of measured.flat()) if (!used.has(way)) releasePixels(way.drawn.data);
}

function findCovered(
  set: readonly SetText[],
  texts: readonly LetteredText[],
  mouths: readonly (Point | null | undefined)[],
  { focus, panel, characters }: Pick<LetterPanelInput, 'focus' | 'panel' | 'characters'>,
): PlacedLettering['covered'] {
  const isCovered = ({ x, y }: Point) =>
    set.some(
      ({ kind, box }) => kind !== 'sfx' && x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height,
    );
  const hidden = texts.flatMap(({ speaker = characters[0], style }, index) => {
    const mouth = mouths[index];
    return mouth && style !== 'off' && speaker !== undefined && isCovered(mouth) ? [speaker] : [];
  });
  return {
    mouths: [...new Set(hidden)],
    focus: focus !== undefined && isCovered({ x: focus.x * panel.width, y: focus.y * panel.height }),
  };
}

/** The nearest point inside the panel: a mouth that is cropped away is led to from the edge. */
const inside = ({ x, y }: Point, { width, height }: PixelSize): Point => ({
  x: Math.min(Math.max(x, 1), width - 1),
  y: Math.min(Math.max(y, 1), height - 1),
});

/** Whether a language is ever set in columns. */
const hasColumns = (language: string): boolean => ['Jpan', 'Hant', 'Hans'].includes(scriptOfLanguage(language));
