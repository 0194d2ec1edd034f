import type { WarningCode } from '../errors/warnings.ts';
import type { WordRun } from '../lettered-words.ts';
import type { PanelText, ReadingDirection } from '../story-spec.ts';
import { sheetDpi } from './lettering-sizes.ts';
import type { Tail } from './place-tails.ts';
import type { SheetPlan } from './plan-sheets.ts';
import type { Rectangle } from './rectangle.ts';

/**
 * The lettering of one sheet, computed once for each edition and layout and stored beside the sheet as `lettering.json`. Whatever shows
 * the sheet's words draws from it, at any resolution, and breaks no line again. Lengths are in page units, from the top left corner of the
 * page.
 */
export interface SheetLettering {
  readonly version: 1;
  /** `pt`: points of the trimmed page. `px`: pixels of a strip that is 800 wide. */
  readonly unit: 'pt' | 'px';
  /** Of the page. */
  readonly width: number;
  readonly height: number;
  /** Size of the book's letters; a panel that cannot hold it has a smaller one. */
  readonly size: number;
  /** In reading order; the number of the page, where it is shown, comes last, as a panel 0. */
  readonly panels: readonly LetteredPanel[];
}

export interface LetteredPanel {
  /** The panel's number when the sheet was lettered. */
  readonly panel: number;
  /** Where its picture stands. Only narration stands outside. */
  readonly slot: Rectangle;
  /** Size of its letters. */
  readonly size: number;
  /** In reading order; texts without room are left out, with a warning. */
  readonly texts: readonly SetText[];
  readonly warnings: readonly LetteringWarning[];
}

/** What to know about the lettering of a panel. */
export interface LetteringWarning {
  readonly panel: number;
  readonly code: WarningCode;
  readonly detail: string;
}

/** How the letters of a text are set. */
export interface SetLetters {
  readonly kind: PanelText['kind'];
  /** BCP 47. */
  readonly language: string;
  /** The family of the letters; what it lacks comes from the next family for the language. Sound effects and texts are bold. */
  readonly font: string;
  /** Height of the letters. */
  readonly size: number;
  /** In columns, from the right: each line is one column. */
  readonly vertical: boolean;
  /** `start`: at the side where a line of the language begins. */
  readonly align: 'start' | 'middle';
  /** Leans; what is emphasised stands upright in it. */
  readonly italic: boolean;
  /** The words, broken into lines. */
  readonly lines: readonly (readonly WordRun[])[];
}

/** A text where it stands. */
export interface SetText extends SetLetters {
  /** Permanent name of the text, where it has one. */
  readonly id?: string;
  readonly speaker?: string;
  readonly style?: PanelText['style'];
  /** The balloon or the caption's box; of sound effects and narration, the letters themselves. */
  readonly box: Rectangle;
  /** The ink of the letters. */
  readonly block: Rectangle;
  readonly tail: Tail | null;
  /** Its balloon runs into that of the text before it: one shape, with the tail of the last one. */
  readonly joins?: true;
}

/** Width of a strip in its own units. */
const stripWidth = 800;

/** The units of a sheet, and its pixels per unit. */
export function lengthUnits(
  sheet: Pick<SheetPlan, 'dpi' | 'width' | 'layout'>,
  readingDirection: ReadingDirection,
): { readonly unit: SheetLettering['unit']; readonly pixels: number } {
  if (sheet.layout === 'webtoon' || readingDirection === 'vertical')
    return { unit: 'px', pixels: sheet.width / stripWidth };
  return { unit: 'pt', pixels: sheetDpi(sheet) / 72 };
}

/** Lengths in page units have four decimals: enough to find the pixel again that they were measured in. */
export const inUnits = (length: number): number => Math.round(length * 10_000) / 10_000;

/** The text with all its lengths multiplied; moved first, in its old units. */
export function scaleText(text: SetText, factor: number, moved: { readonly x: number; readonly y: number }): SetText {
  const at = ({ x, y }: { readonly x: number; readonly y: number }) => ({
    x: inUnits((x + moved.x) * factor),
    y: inUnits((y + moved.y) * factor),
  });
  const area = (box: Rectangle): Rectangle => ({
    ...at(box),
    width: inUnits(box.width * factor),
    height: inUnits(box.height * factor),
  });
  const { tail } = text;
  return {
    ...text,
    size: inUnits(text.size * factor),
    box: area(text.box),
    block: area(text.block),
    tail: tail && { from: at(tail.from), to: at(tail.to), width: inUnits(tail.width * factor) },
  };
}
