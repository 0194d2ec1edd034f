import { parseSize } from '../catalogue/size-rule.ts';
import type { PixelSize } from '../picture.ts';
import { defaultFrameSize, type PanelSpec, type StorySpec } from '../story-spec.ts';
import type { LaidPanel, LayoutSettings } from './layout.ts';
import type { BookLayout } from './layouts.ts';
import { type PagePresetName, pageOf } from './page-sizes.ts';

/** What of a story decides its pages. */
export type LaidOutStory = Pick<StorySpec, 'readingDirection'> & {
  readonly book: Pick<StorySpec['book'], 'layout' | 'page'> & Partial<Pick<StorySpec['book'], 'formats'>>;
  readonly render: Pick<StorySpec['render'], 'size' | 'batchSize'>;
};

/** The page of a layout when the story names none; null: as large as its frames. */
const usualPages: Readonly<Record<BookLayout, PagePresetName | null>> = {
  grid: null,
  comic: 'us-comic',
  manga: 'manga-b6',
  webtoon: null,
  storybook: 'square',
};

/** How a story's panels are laid out. */
export function layoutSettings({ readingDirection, book, render }: LaidOutStory): LayoutSettings {
  const { layout } = book;
  const page = layout === 'webtoon' ? null : (book.page ?? usualPages[layout]);
  return {
    layout,
    page: page === null ? null : pageOf(page),
    readingDirection,
    batchSize: render.batchSize,
    frame: namedSize({ book, render }),
  };
}

/** The one size of all frames; null: each panel's is chosen by its slot. A grid's slots are alike anyway. */
export function namedSize({ book, render }: Pick<LaidOutStory, 'book' | 'render'>): LayoutSettings['frame'] {
  if (render.size !== 'auto') return parseSize(render.size);
  return book.layout === 'grid' ? parseSize(defaultFrameSize) : null;
}

/** What a layout knows of a panel: its wishes, the room for its words, and the frame it has, if it has one. */
export const laidPanel = (
  id: string,
  { weight, page, pause, wordRoom }: Pick<PanelSpec, 'weight' | 'page' | 'pause'> & Pick<LaidPanel, 'wordRoom'>,
  frame?: PixelSize | null,
): LaidPanel => ({
  id,
  weight,
  page: page ?? 'auto',
  pause: pause ?? 'short',
  ...(wordRoom && { wordRoom }),
  ...(frame && { frame: { width: frame.width, height: frame.height } }),
});
