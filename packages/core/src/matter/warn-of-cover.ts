import type { Model } from '../catalogue/model.ts';
import type { WarningCode } from '../errors/warnings.ts';
import { newFrameSizes } from '../layout/frame-sizes.ts';
import type { LaidOutStory } from '../layout/layout-settings.ts';
import { printedDpi } from '../layout/warn-of-pages.ts';
import type { PixelSize } from '../picture.ts';
import { say } from '../sentences/say.ts';
import type { CoverSpec, PanelSpec } from '../story-spec.ts';
import { coverPage, coverSize } from './cover-panel.ts';

type CoveredStory = LaidOutStory & {
  readonly panels: readonly PanelSpec[];
  readonly book: { readonly cover?: CoverSpec | null | undefined };
};

/** What printers ask of pictures at least. */
const leastDpi = 200;

/**
 * Warns of a cover with fewer than 200 dots per printed inch: a panel's picture is smaller than the page, and so is the largest one that
 * some models draw.
 *
 * @param asset the size of a picture of the user's own, where it is known
 */
export function warnOfCover(
  story: CoveredStory,
  model: Pick<Model, 'size'>,
  asset: PixelSize | null = null,
): { readonly code: WarningCode; readonly detail: string }[] {
  const { cover } = story.book;
  const page = coverPage(story);
  if (!cover || page.dpi === null) return [];
  const size = pictureSize(story, cover, model) ?? asset;
  if (size === null) return [];
  const dpi = printedDpi(size, page, page.dpi);
  if (dpi >= leastDpi - 1) return [];
  const detail = say('cover.coarse', {
    dpi: Math.round(dpi),
    least: leastDpi,
    size: `${size.width}×${size.height}`,
    said: say(typeof cover.prompt === 'string' ? 'cover.no_larger' : 'cover.by_prompt'),
  });
  return [{ code: 'cover_resolution', detail }];
}

function pictureSize(story: CoveredStory, cover: CoverSpec, model: Pick<Model, 'size'>): PixelSize | null {
  if (typeof cover.prompt === 'string') return coverSize(story, model);
  const { panel } = cover;
  const number = typeof panel === 'string' ? story.panels.findIndex(({ id }) => id === panel) + 1 : (panel ?? 0);
  return number > 0 ? newFrameSizes(story, model)(String(number)) : null;
}
