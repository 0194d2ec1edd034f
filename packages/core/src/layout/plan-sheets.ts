import type { PixelSize } from '../picture.ts';
import type { BookSpec, ReadingDirection } from '../story-spec.ts';
import type { BookLayout } from './layouts.ts';
import { type PageMap, panelsOfPage } from './plan-page-map.ts';
import type { Rectangle } from './rectangle.ts';

/** Where one panel stands on its sheet, in pixels from the sheet's top left corner. */
export interface Slot extends PixelSize {
  /** The panel's number in the story. */
  readonly panel: number;
  readonly x: number;
  readonly y: number;
  /** It reaches the edge of the paper, where its picture is printed a little beyond the trim; see `withBleed`. */
  readonly bleeds?: true;
  /** Room for the panel's text outside the picture. */
  readonly textBox?: Rectangle;
}

/** One page of the book: its size, its paper and its slots in reading order. */
export interface SheetPlan extends PixelSize {
  /** From 1. */
  readonly number: number;
  /** Colour of the paper, `#rrggbb`. */
  readonly background: string;
  /** Pixels of an inch of the trim; null: the sheet is not made for paper. */
  readonly dpi: number | null;
  readonly layout: BookLayout;
  readonly slots: readonly Slot[];
}

export interface PlanSheetsInput {
  /** Numbers of the panels of each page, see `planPageMap`. */
  readonly pages: PageMap<number>;
  /** Size the frames are drawn in; slots keep its aspect. */
  readonly frame: PixelSize;
  readonly readingDirection: ReadingDirection;
  readonly layout: BookSpec['layout'];
  /** Panels drawn together, 1–8: it decides how many panels a full page has room for. Default 8. */
  readonly batchSize?: number;
}

/** A page of 2×4 frames of 1024×1024 is 2126×4236 px: frames stand in it pixel by pixel. Larger frames are scaled down. */
const maxPage: Readonly<Record<'grid' | 'strip', PixelSize>> = {
  grid: { width: 2200, height: 4240 },
  strip: { width: 1100, height: 9000 },
};

/** Slots are never narrower than this, or lettering could not be read; smaller frames are enlarged. */
const minSlotWidth = 480;

/**
 * Lays the panels of each page out. `grid` is two columns by four rows: a batch of eight is a sheet. A smaller batch size still
 * puts whole batches on a sheet, as many as fit in eight panels. For `vertical` reading the same panels stand in one
 * column with wide gutters, as webtoons do, still a batch a sheet. The pages of a grid have one size: what the last one
 * does not need stays blank, and a panel alone on its page stands in the middle. A strip ends with its last panel.
 *
 * Gutters are at least 1 % of the page's width, and the one between columns is narrower than the one between rows, so
 * that rows are read first. `rtl` mirrors the columns. Pure: the same input gives the same plan.
 */
export function planSheets(input: PlanSheetsInput): SheetPlan[] {
  const strip = input.readingDirection === 'vertical';
  const full = planPage(input.frame, panelsOfPage(input.batchSize), strip);
  return input.pages.map((panels, index): SheetPlan => {
    const page = strip ? pageOf(full.slot, panels.length, strip) : full;
    return {
      number: index + 1,
      width: page.width,
      height: page.height,
      background: '#ffffff',
      dpi: null,
      layout: 'grid',
      slots: panels.map((panel, at) => ({
        panel,
        ...(panels.length === 1 ? middle(page) : cell(page, at, input.readingDirection === 'rtl')),
        ...page.slot,
      })),
    };
  });
}

interface Page extends PixelSize {
  readonly slot: PixelSize;
  readonly columns: number;
  readonly margin: number;
  readonly gutter: { readonly betweenColumns: number; readonly betweenRows: number };
}

/** The largest page within the limits whose slots are no wider than the frame. */
function planPage(frame: PixelSize, panels: number, strip: boolean): Page {
  const limit = maxPage[strip ? 'strip' : 'grid'];
  for (let width = Math.max(frame.width, minSlotWidth); ; width--) {
    const slot = { width, height: Math.max(1, Math.round((width * frame.height) / frame.width)) };
    const page = pageOf(slot, panels, strip);
    if ((page.width <= limit.width && page.height <= limit.height) || width === 1) return page;
  }
}

function pageOf(slot: PixelSize, panels: number, strip: boolean): Page {
  const columns = strip ? 1 : 2;
  const rows = Math.ceil(panels / columns);
  // 1/94 of the slots' width is a little more than 1 % of the page's width, which gutters and margins add to.
  const unit = Math.max(4, Math.ceil((columns * slot.width) / 94));
  const margin = Math.ceil(unit * 1.25);
  const gutter = { betweenColumns: unit, betweenRows: strip ? unit * 4 : margin };
  return {
    slot,
    columns,
    margin,
    gutter,
    width: columns * slot.width + (columns - 1) * gutter.betweenColumns + 2 * margin,
    height: rows * slot.height + (rows - 1) * gutter.betweenRows + 2 * margin,
  };
}

function cell(page: Page, index: number, rightToLeft: boolean): { x: number; y: number } {
  const row = Math.floor(index / page.columns);
  const column = index % page.columns;
  const x = page.margin + column * (page.slot.width + page.gutter.betweenColumns);
  return {
    x: rightToLeft ? page.width - x - page.slot.width : x,
    y: page.margin + row * (page.slot.height + page.gutter.betweenRows),
  };
}

function middle(page: Page): { x: number; y: number } {
  return { x: Math.floor((page.width - page.slot.width) / 2), y: Math.floor((page.height - page.slot.height) / 2) };
}
