import type { ReadingDirection } from '../story-spec.ts';
import type { SheetPlan } from './plan-sheets.ts';

/** Width in inches of a page that has no size of its own: the usual trim of comic books. */
const usualWidthInches = 6.625;

/** Pixels per inch of a sheet, when it is printed. */
export const sheetDpi = ({ dpi, width }: Pick<SheetPlan, 'dpi' | 'width'>): number => dpi ?? width / usualWidthInches;

/** Printers refuse letters below 7 points (Amazon KDP's rule); comics use 8 to 9, books for small children more. */
const printedPoints = { usual: 8.8, least: 7 };
const storybookPoints = { usual: 13, least: 10.5 };

/** The size comics are usually lettered in, in pixels. */
export const printedEm = (dpi: number): number => (printedPoints.usual / 72) * dpi;

/** Points of the text below the pictures of a picture book, the usual size first; below the last one a child cannot read it. */
export const narrationPoints = [15, 13.5, 12, 10.5] as const;

/** The usual size of narration below a picture, in pixels. */
export const narrationEm = (dpi: number): number => (narrationPoints[0] / 72) * dpi;

/** On a phone a strip is read at a width of 800 px; letters below 22 px tire the eye there. */
const stripPixels = { width: 800, usual: 29, least: 22 };

/** The size a strip is usually lettered in, in pixels of a strip this wide. */
export const stripEm = (width: number): number => (stripPixels.usual / stripPixels.width) * width;

const steps = 4;

/**
 * Font sizes in pixels a sheet may be lettered in, the usual size first, the least readable one last. One size is used
 * for a whole sheet: the first in which everything has room.
 */
export function letteringSizes(
  page: Pick<SheetPlan, 'width' | 'layout' | 'dpi'>,
  readingDirection: ReadingDirection,
): number[] {
  const [usual, least] =
    page.layout === 'webtoon' || readingDirection === 'vertical'
      ? [stripEm(page.width), (stripPixels.least / stripPixels.width) * page.width]
      : Object.values(page.layout === 'storybook' ? storybookPoints : printedPoints).map(
          (points) => (points / 72) * sheetDpi(page),
        );
  const sizes = Array.from({ length: steps }, (_, step) =>
    Math.ceil((usual ?? 0) + (((least ?? 0) - (usual ?? 0)) * step) / (steps - 1)),
  );
  return [...new Set(sizes)];
}
