import type { ReadingDirection } from '../story-spec.ts';
import type { LaidPanel } from './layout.ts';
import type { PageMap } from './plan-page-map.ts';

export type Side = 'left' | 'right';

/** The side of the open book that a panel asks for. */
export function sideOf(panel: Pick<LaidPanel, 'page'> | undefined): Side | null {
  if (panel?.page === 'new-left') return 'left';
  return panel?.page === 'new-right' ? 'right' : null;
}

/** Whether a page, numbered from 1, is on this side: the first page of a book read from left to right is a right one. */
export function isOnSide(page: number, side: Side, direction: ReadingDirection): boolean {
  const odd = page % 2 === 1;
  return (side === 'right') === (direction === 'rtl' ? !odd : odd);
}

/** Ids of the panels that asked for a side of the book and did not get it, because the pages before them cannot be one more or fewer. */
export function ignoredSides(panels: readonly LaidPanel[], pages: PageMap, direction: ReadingDirection): string[] {
  const pageOf = new Map(pages.flatMap((page, index) => page.map((id) => [id, index + 1] as const)));
  return panels.flatMap((panel) => {
    const side = sideOf(panel);
    return side === null || isOnSide(pageOf.get(panel.id) ?? 1, side, direction) ? [] : [panel.id];
  });
}
