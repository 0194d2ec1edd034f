import type { PageSize, ReadingDirection, Rectangle } from '@nextpanel/core';

const pointsPerInch = 72;

/** Printers take no text on a thinner spine: Amazon KDP from 79 pages on. */
export const leastPagesForSpineText = 79;

/** A cover around its book, in points from the top left corner of its paper. */
export interface Wrap {
  readonly width: number;
  readonly height: number;
  /** What remains after cutting. */
  readonly trim: Rectangle;
  /** With the bleed at their three outer edges. */
  readonly front: Rectangle;
  readonly back: Rectangle;
  readonly spine: Rectangle;
}

/**
 * Where front, spine and back stand: twice the trim, the spine, and the bleed around it all. The spine is as thick as its pages. A book that
 * is read from right to left has its front on the left.
 *
 * @param thickness of a page, in inches
 */
export function placeWrap(
  { trim, bleed: bleedInches }: Pick<PageSize, 'trim' | 'bleed'>,
  {
    pageCount,
    thickness,
    readingDirection,
  }: { readonly pageCount: number; readonly thickness: number; readonly readingDirection: ReadingDirection },
): Wrap {
  const bleed = bleedInches * pointsPerInch;
  const page = { width: trim.width * pointsPerInch, height: trim.height * pointsPerInch };
  const spine = pageCount * thickness * pointsPerInch;
  const height = page.height + 2 * bleed;
  const left = { x: 0, y: 0, width: bleed + page.width, height };
  const middle = { x: left.width, y: 0, width: spine, height };
  const right = { x: left.width + spine, y: 0, width: bleed + page.width, height };
  const isMirrored = readingDirection === 'rtl';
  return {
    width: 2 * (page.width + bleed) + spine,
    height,
    trim: { x: bleed, y: bleed, width: 2 * page.width + spine, height: page.height },
    front: isMirrored ? left : right,
    back: isMirrored ? right : left,
    spine: middle,
  };
}
