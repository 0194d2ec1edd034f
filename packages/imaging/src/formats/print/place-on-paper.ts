import { gutterOf, isOnSide, type PageSize, type ReadingDirection, type Rectangle } from '@nextpanel/core';

/** A printed page in points, its origin at the top left corner of the paper with its bleed. */
export interface PrintedPage {
  readonly width: number;
  readonly height: number;
  readonly trim: Rectangle;
  /** How far its panels move away from the binding, so that a thick book can be opened wide enough. */
  readonly shift: number;
}

const pointsPerInch = 72;

/**
 * Where a page stands on its paper. Bleed is added where the paper is cut: on every edge, or, for printers who bind single leaves, on
 * all but the binding edge. Pages are planned with half of the margin and of the widest gutter on either side; a book with a wider gutter
 * moves what does not bleed.
 *
 * @param number of the page, from 1
 */
export function placeOnPaper(
  paper: PageSize,
  { number, pageCount, readingDirection }: { number: number; pageCount: number; readingDirection: ReadingDirection },
): PrintedPage {
  const bleed = paper.bleed * pointsPerInch;
  const [width, height] = [paper.trim.width * pointsPerInch, paper.trim.height * pointsPerInch];
  // On a right page the binding is on the left.
  const boundLeft = isOnSide(number, 'right', readingDirection);
  const left = paper.bleedsOutsideOnly && boundLeft ? 0 : bleed;
  const right = paper.bleedsOutsideOnly && !boundLeft ? 0 : bleed;
  const planned = (paper.margin + paper.gutter) / 2;
  const away = Math.max(0, gutterOf(paper, pageCount) - planned) * pointsPerInch;
  return {
    width: left + width + right,
    height: height + 2 * bleed,
    trim: { x: left, y: bleed, width, height },
    shift: boundLeft ? away : -away,
  };
}
