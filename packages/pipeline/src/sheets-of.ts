import { parseSize, planSheets, type SheetPlan } from '@nextpanel/core';
import type { StoredSpec } from '@nextpanel/store';

/** The sheets of a story of this many panels. */
export function sheetsOf(spec: Pick<StoredSpec, 'render' | 'book' | 'readingDirection'>, panels: number): SheetPlan[] {
  return planSheets({
    panels: Array.from({ length: panels }, (_, index) => ({ number: index + 1, weight: 'normal' })),
    frame: parseSize(spec.render.size),
    readingDirection: spec.readingDirection,
    layout: spec.book.layout,
    batchSize: spec.render.batchSize,
  });
}

/** Numbers of the sheets that show any of these panels. */
export const sheetsShowing = (sheets: readonly SheetPlan[], panels: readonly number[]): number[] =>
  sheets.filter(({ slots }) => slots.some(({ panel }) => panels.includes(panel))).map(({ number }) => number);
