import { type PageMap, parseSize, planSheets, type SheetPlan } from '@nextpanel/core';
import type { StoredSpec } from '@nextpanel/store';

/** The sheets of a story: its stored page map, laid out. Panels get their numbers, which are their places in the map. */
export function sheetsOf(spec: Pick<StoredSpec, 'render' | 'book' | 'readingDirection'>, pages: PageMap): SheetPlan[] {
  let number = 0;
  const next = () => {
    number += 1;
    return number;
  };
  return planSheets({
    pages: pages.map((panels) => panels.map(next)),
    frame: parseSize(spec.render.size),
    readingDirection: spec.readingDirection,
    layout: spec.book.layout,
    batchSize: spec.render.batchSize,
  });
}

/** Numbers of the pages that show any of these panels. */
export const pagesShowing = (pages: PageMap, panels: readonly string[]): number[] =>
  pages.flatMap((page, index) => (page.some((panel) => panels.includes(panel)) ? [index + 1] : []));
