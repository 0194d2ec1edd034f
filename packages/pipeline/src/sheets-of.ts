import { laidPanel, layOutPage, layoutSettings, type PageMap, type SheetPlan } from '@nextpanel/core';
import type { PanelFacts, StoredSpec } from '@nextpanel/store';

/** What of a stored story decides how its pages look. */
export type LaidOutSpec = Pick<StoredSpec, 'render' | 'book' | 'readingDirection'>;

/**
 * One sheet of a story: a page of its stored map, laid out. Panels get their numbers, which are their places in the map.
 *
 * @param panels those of the page
 */
export function sheetOf(
  spec: LaidOutSpec,
  pages: PageMap,
  number: number,
  panels: readonly Pick<PanelFacts, 'id' | 'spec' | 'selected'>[],
): SheetPlan {
  const known = new Map(panels.map((panel) => [panel.id, panel]));
  const first = numbersOfPage(pages, number)[0] ?? 1;
  const laid = (pages[number - 1] ?? []).flatMap((id, index) => {
    const panel = known.get(id);
    return panel ? [{ ...laidPanel(id, panel.spec, panel.selected), number: first + index }] : [];
  });
  return layOutPage(laid, layoutSettings(spec), { number, last: number === pages.length });
}

/** Numbers of the panels on a page. */
export function numbersOfPage(pages: PageMap, number: number): number[] {
  const before = pages.slice(0, number - 1).reduce((sum, page) => sum + page.length, 0);
  return (pages[number - 1] ?? []).map((_, index) => before + index + 1);
}

/** Numbers of the pages that show any of these panels. */
export const pagesShowing = (pages: PageMap, panels: readonly string[]): number[] =>
  pages.flatMap((page, index) => (page.some((panel) => panels.includes(panel)) ? [index + 1] : []));
