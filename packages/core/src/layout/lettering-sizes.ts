import type { PixelSize } from '../picture.ts';
import type { ReadingDirection } from '../story-spec.ts';

/** Width of a printed page in inches: the usual trim of comic books. */
export const pageWidthInches = 6.625;

/** Printers refuse letters below 7 points (Amazon KDP's rule); comics use 8 to 9. */
const printedPoints = { usual: 8.8, least: 7 };

/** On a phone a strip is read at a width of 800 px; letters below 22 px tire the eye there. */
const stripPixels = { width: 800, usual: 29, least: 22 };

const steps = 4;

/**
 * Font sizes in pixels a sheet may be lettered in, the usual size first, the least readable one last. One size is used
 * for a whole sheet: the first in which everything has room.
 */
export function letteringSizes(page: PixelSize, readingDirection: ReadingDirection): number[] {
  const [usual, least] =
    readingDirection === 'vertical'
      ? [(stripPixels.usual / stripPixels.width) * page.width, (stripPixels.least / stripPixels.width) * page.width]
      : [printedPoints.usual, printedPoints.least].map((points) => (points / 72 / pageWidthInches) * page.width);
  const sizes = Array.from({ length: steps }, (_, step) =>
    Math.ceil((usual ?? 0) + (((least ?? 0) - (usual ?? 0)) * step) / (steps - 1)),
  );
  return [...new Set(sizes)];
}
