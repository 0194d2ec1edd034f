import type { PixelSize } from '../picture.ts';
import type { ReadingDirection } from '../story-spec.ts';
import type { BookLayout } from './layouts.ts';
import type { PageSize } from './page-sizes.ts';
import type { PageMap } from './plan-page-map.ts';
import type { SheetPlan } from './plan-sheets.ts';
import type { WordRoom } from './word-room.ts';

/**
 * How much room a panel should get. `splash`: a page of its own. `wide`: a tier of its own, or at least the widest of its
 * tier. `tall`: upright. `normal`: whatever the page needs.
 */
export const panelWeights = ['splash', 'wide', 'tall', 'normal'] as const;
export type PanelWeight = (typeof panelWeights)[number];

/**
 * Where a panel stands in the run of pages. `new`: first on its page. `new-right`, `new-left`: first on a page of that side
 * of the open book. `same`: on the page of the panel before it. `auto`: wherever the page is balanced.
 */
export const pageBreaks = ['auto', 'new', 'new-right', 'new-left', 'same'] as const;
export type PageBreak = (typeof pageBreaks)[number];

/** How much empty strip a webtoon leaves before a panel: a new scene begins with a long pause. */
export const pauses = ['none', 'short', 'long'] as const;
export type Pause = (typeof pauses)[number];

/** What a layout knows of a panel. */
export interface LaidPanel {
  readonly id: string;
  readonly weight: PanelWeight;
  readonly page: PageBreak;
  /** The pause before the panel, not after it. */
  readonly pause: Pause;
  /** Absent: few words, or a panel of a release that did not count them. */
  readonly wordRoom?: WordRoom;
  /** The frame that is drawn or ordered for it: it is placed where little of it is cropped, if the page allows that. */
  readonly frame?: PixelSize;
}

/** A panel with its number in the story. */
export interface NumberedPanel extends LaidPanel {
  readonly number: number;
}

/** What is the same for all pages of a book. */
export interface LayoutSettings {
  readonly layout: BookLayout;
  /** Null: no paper. A grid then is as wide as its frames; a webtoon has no pages anyway. Other layouts need one. */
  readonly page: PageSize | null;
  readonly readingDirection: ReadingDirection;
  /** Panels drawn together, 1–8: a page of a grid holds whole batches. */
  readonly batchSize: number;
  /**
   * The size all frames are drawn in: one the file names, or that of a model that draws one shape only. Null: each frame is asked
   * for in the shape of its slot.
   */
  readonly frame: PixelSize | null;
}

/** The page map there was, and the place in the reading order, from 0, of the first panel that an edit touched. */
export interface PagesBefore {
  readonly pages: PageMap;
  readonly from: number;
}

/** Which page of the book is laid out. */
export interface PagePlace {
  /** From 1. */
  readonly number: number;
  readonly last: boolean;
}

/** One way of putting panels on pages. Both functions are pure: the same input gives the same plan. */
export interface Layout {
  /** Which panels stand on which page. */
  planPages(panels: readonly LaidPanel[], settings: LayoutSettings, before?: PagesBefore): PageMap;
  /** Where the panels of one page stand on it. */
  layOutPage(panels: readonly NumberedPanel[], settings: LayoutSettings, page: PagePlace): SheetPlan;
}
