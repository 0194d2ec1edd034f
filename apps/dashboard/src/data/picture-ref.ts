import type { PanelView } from '@nextpanel/core';
import { coverPanel } from '@nextpanel/core/cover-id';

/** How the server knows a picture of the book: a panel by its number, the cover by its id. */
export type PictureRef = number | typeof coverRef;

export const coverRef = `id:${coverPanel}` as const;

/** A removed panel has no number either, but its own id. */
export const isCover = ({ id, number }: Pick<PanelView, 'id' | 'number'>): boolean => id === coverPanel && number === 0;

/** How failures of a story name it. */
export const failedAs = (panel: Pick<PanelView, 'id' | 'number'>): number | string =>
  isCover(panel) ? panel.id : panel.number;

export const refOf = (panel: Pick<PanelView, 'id' | 'number'>): PictureRef =>
  isCover(panel) ? coverRef : panel.number;
