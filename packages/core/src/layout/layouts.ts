import type { LaidPanel, Layout, LayoutSettings, NumberedPanel, PagePlace, PagesBefore } from './layout.ts';
import { comic } from './layouts/comic.ts';
import { grid } from './layouts/grid.ts';
import { manga } from './layouts/manga.ts';
import { storybook } from './layouts/storybook.ts';
import { webtoon } from './layouts/webtoon.ts';
import type { PageMap } from './plan-page-map.ts';
import type { SheetPlan } from './plan-sheets.ts';

export const bookLayouts = ['grid', 'comic', 'manga', 'webtoon', 'storybook'] as const;
export type BookLayout = (typeof bookLayouts)[number];

/** Layouts that try many arrangements of a page, which takes time. */
export const isSearchedLayout = (layout: BookLayout): boolean => layout === 'comic' || layout === 'manga';

const layouts: Readonly<Record<BookLayout, Layout>> = { grid, comic, manga, webtoon, storybook };

/**
 * Decides which panels stand on which page. After an edit, `before` keeps every page before the first one the edit touches,
 * and every page behind the first break that the new plan shares with the old one.
 */
export function planPages(panels: readonly LaidPanel[], settings: LayoutSettings, before?: PagesBefore): PageMap {
  return layouts[settings.layout].planPages(panels, settings, before);
}

/**
 * Lays one page out: its size and the places of its panels, in pixels. A page depends on its own panels only, so a page that
 * an edit moves to another number keeps its picture. `page.number` and `page.last` matter to a webtoon's ends.
 */
export function layOutPage(panels: readonly NumberedPanel[], settings: LayoutSettings, page: PagePlace): SheetPlan {
  return layouts[settings.layout].layOutPage(panels, settings, page);
}
