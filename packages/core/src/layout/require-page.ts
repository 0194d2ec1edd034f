import type { LayoutSettings } from './layout.ts';
import type { PageSize } from './page-sizes.ts';

/** The paper of a layout that cannot do without. */
export function requirePage({ layout, page }: LayoutSettings): PageSize {
  if (page === null) throw new Error(`layout ${layout} needs a page size`);
  return page;
}
