import type { Model } from '../catalogue/model.ts';
import { nearestSize } from '../catalogue/size-rule.ts';
import { frameSizeFor } from '../layout/frame-size.ts';
import { wantedDpi } from '../layout/frame-sizes.ts';
import { type LaidOutStory, layoutSettings } from '../layout/layout-settings.ts';
import { paperOf } from '../layout/live-area.ts';
import type { PixelSize } from '../picture.ts';
import type { CoverSpec, PanelSpec } from '../story-spec.ts';
import { coverPanel } from './cover-id.ts';

/** Whether a story has a cover that is drawn, and the panel is it. */
export const isCoverPanel = (
  { book }: { readonly book: { readonly cover?: CoverSpec | null | undefined } },
  panel: string,
): boolean => panel === coverPanel && typeof book.cover?.prompt === 'string';

/** What the picture of a cover comes from; none: the book has no cover. */
export const coverSources = (cover: CoverSpec | null | undefined): (string | number)[] =>
  [cover?.prompt, cover?.panel, cover?.asset].filter((source) => source !== null && source !== undefined);

/** The cover as a panel is stored; null: none is drawn. It continues from no frame: it shows the book, not a moment after the last one. */
export function coverSpec(cover: CoverSpec | null | undefined): PanelSpec | null {
  if (typeof cover?.prompt !== 'string') return null;
  const { prompt, characters = [], scene, references, alt, focus } = cover;
  return {
    prompt,
    characters,
    text: [],
    weight: 'splash',
    continuesFrom: 'none',
    ...(scene !== undefined && { scene }),
    ...(references !== undefined && { references }),
    ...(alt !== undefined && { alt }),
    ...(focus !== undefined && { focus }),
  };
}

/** The part of a cover's height in which the title stands, from the top. */
export const titleShare = 0.32;

/** The cover as it is asked for: with room for the title, and without one. */
export const askedCover = <Panel extends Pick<PanelSpec, 'prompt'>>(panel: Panel): Panel => ({
  ...panel,
  prompt: `${panel.prompt.trim()} This picture is the front cover of the book: one strong image. The upper third stays calm, without faces or figures, because the title is set there later. No title, no letters, no logo in the picture.`,
});

/** A page without a paper size is seen on screens; its cover has the shape of most book covers. */
const screenCover = { width: 1_600, height: 2_400 } as const;
const screenFrame = { width: 1_024, height: 1_536 } as const;

/** The size of a cover page in pixels; `dpi` is null for one that is not made for paper. */
export function coverPage(story: LaidOutStory): PixelSize & { readonly dpi: number | null } {
  const { page } = layoutSettings(story);
  if (page === null) return { ...screenCover, dpi: null };
  const { width, height, dpi } = paperOf(page);
  return { width, height, dpi };
}

/** The size in which a cover is asked for: of the model's sizes the one nearest to the page with its bleed. */
export function coverSize(story: LaidOutStory, { size: rule }: Pick<Model, 'size'>): PixelSize {
  const { page } = layoutSettings(story);
  const { width, height, dpi } = coverPage(story);
  if (page === null || dpi === null) return nearestSize(rule, screenFrame) ?? screenFrame;
  const bleed = 2 * Math.round(page.bleed * dpi);
  return frameSizeFor(rule, { width: width + bleed, height: height + bleed }, dpi, wantedDpi(story));
}
