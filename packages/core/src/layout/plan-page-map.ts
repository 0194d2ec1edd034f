/** Which panels stand on which page: page n is the n-th list. One after another the pages are the reading order. */
export type PageMap<Panel = string> = readonly (readonly Panel[])[];

export interface PlanPageMapInput<Panel> {
  /** In reading order, by id where the map is stored. */
  readonly panels: readonly Panel[];
  /** Panels drawn together, 1–8; a page holds whole batches of an unedited story. */
  readonly batchSize: number;
}

const panelsPerPage = 8;

/** How many panels a full page of a grid holds: whole batches, as many as fit in eight panels. */
export function panelsOfPage(batchSize = panelsPerPage): number {
  const whole = Math.min(Math.max(batchSize, 1), panelsPerPage);
  return Math.floor(panelsPerPage / whole) * whole;
}

/**
 * Decides which panels stand on which page of a grid: full pages, and what is left on the last one. A page depends only on
 * the panels before it, so an edit never changes a page before the first one it touches. Pure: the same input gives the
 * same map.
 */
export function planPageMap<Panel>({ panels, batchSize }: PlanPageMapInput<Panel>): PageMap<Panel> {
  const size = panelsOfPage(batchSize);
  return Array.from({ length: Math.ceil(panels.length / size) }, (_, page) =>
    panels.slice(page * size, (page + 1) * size),
  );
}

/** Numbers, from 1, of the pages that show other panels in one map than in the other. */
export function changedPages<Panel>(before: PageMap<Panel>, after: PageMap<Panel>): number[] {
  const pages = Array.from({ length: Math.max(before.length, after.length) }, (_, page) => page);
  return pages.filter((page) => !isSame(before[page] ?? [], after[page] ?? [])).map((page) => page + 1);
}

const isSame = <Panel>(a: readonly Panel[], b: readonly Panel[]): boolean =>
  a.length === b.length && a.every((panel, index) => panel === b[index]);
