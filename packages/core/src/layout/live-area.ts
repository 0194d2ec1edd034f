import type { PixelSize } from '../picture.ts';
import type { PageSize } from './page-sizes.ts';
import type { Rectangle } from './rectangle.ts';

/** What printers ask of pictures. */
const printDpi = 300;

/** Higher sheets would not be decoded by some readers, and take memory to compose. */
const maxSheetHeight = 4240;

/** A sheet of paper in pixels: its trim, and the live area, in which all panels stand that do not bleed. */
export interface Paper extends PixelSize {
  /** Pixels of an inch. */
  readonly dpi: number;
  readonly live: Rectangle;
}

/**
 * The sheet of a page. The live area stands in its middle: half of what the margin and the widest gutter take together is on
 * either side. So a page is the same on the left and on the right of the book, an edit that moves it to another number does
 * not change its picture, and a book of up to 500 pages keeps KDP's margins on both sides as it is.
 */
export function paperOf(page: PageSize): Paper {
  const dpi = Math.min(printDpi, maxSheetHeight / page.trim.height);
  const width = Math.round(page.trim.width * dpi);
  const height = Math.round(page.trim.height * dpi);
  const side = Math.ceil(((page.margin + page.gutter) / 2) * dpi);
  const margin = Math.ceil(page.margin * dpi);
  return { dpi, width, height, live: { x: side, y: margin, width: width - 2 * side, height: height - 2 * margin } };
}

/**
 * A slot that bleeds, with what is printed beyond the trim: its frame is asked for in this shape. In pixels of the sheet, so its
 * corner may be negative. Edges that do not lie on the trim stay.
 */
export function withBleed(
  slot: Rectangle,
  sheet: PixelSize & { readonly dpi: number | null },
  page: PageSize,
): Rectangle {
  const bleed = Math.round(page.bleed * (sheet.dpi ?? 0));
  const left = slot.x === 0 ? bleed : 0;
  const top = slot.y === 0 ? bleed : 0;
  const right = slot.x + slot.width === sheet.width ? bleed : 0;
  const bottom = slot.y + slot.height === sheet.height ? bleed : 0;
  return {
    x: slot.x - left,
    y: slot.y - top,
    width: slot.width + left + right,
    height: slot.height + top + bottom,
  };
}
