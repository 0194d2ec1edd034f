import type { Model } from '../catalogue/model.ts';
import type { WarningCode } from '../errors/warnings.ts';
import { describeFormat } from '../formats/book-formats.ts';
import { inPages, pagesName, wantedBooks } from '../formats/wanted-books.ts';
import { panelIds } from '../new-ids.ts';
import { panelRanges } from '../panel-ranges.ts';
import type { PixelSize } from '../picture.ts';
import { say } from '../sentences/say.ts';
import type { PanelSpec, StorySpec } from '../story-spec.ts';
import { type FrameSizes, frameSizes } from './frame-sizes.ts';
import type { LaidPanel } from './layout.ts';
import { laidPanel, layoutSettings } from './layout-settings.ts';
import { layOutPage, planPages } from './layouts.ts';
import type { PageMap } from './plan-page-map.ts';
import { ignoredSides } from './sides.ts';
import { withWordRoom } from './word-room.ts';

/** A frame is cropped noticeably when more than this share of it is lost. */
const noticeableCrop = 0.15;

/** Print looks soft below so many pixels per inch. */
const sharpDpi = 200;

export interface PagesWarning {
  readonly code: WarningCode;
  readonly detail: string;
}

export type PagedStory = Pick<StorySpec, 'readingDirection' | 'book' | 'render'> & {
  readonly panels: readonly (PanelSpec & Pick<LaidPanel, 'wordRoom'>)[];
};

/**
 * What the pages of a story will lack, known before anything is drawn: frames that their slots crop by more than 15 %, and frames
 * that print at fewer than 200 dots per inch; also in books that are bound in other pages than the story's, for which no frame is drawn.
 * Panels are named by number.
 */
export function warnOfPages(written: PagedStory, model: Pick<Model, 'size'>): PagesWarning[] {
  const story = { ...written, panels: written.panels.map(withWordRoom) };
  const { ids } = panelIds(story.panels);
  const panelOf = new Map(
    story.panels.map((spec, index) => [ids[index] as string, { id: ids[index] as string, spec }]),
  );
  const main = planPages(
    story.panels.map((spec, index) => laidPanel(ids[index] as string, spec)),
    layoutSettings(story),
  );
  const sizeOf = frameSizes(
    story,
    main.map((page) => page.flatMap((id) => panelOf.get(id) ?? [])),
    model,
  );
  // A cover of its own shows none of these pages.
  const paged = wantedBooks(story.book).filter(({ format }) => describeFormat(format).matter !== 'outside');
  const books = Map.groupBy(paged, (book) => pagesName(inPages(story, book)));
  const own = pagesName(story);
  const others = [...books].filter(([name]) => name !== own);
  return [
    ...warnOf(story, { ids, sizeOf, pages: main, books: (books.get(own) ?? []).map(({ name }) => name) }),
    ...others.flatMap(([, [book, ...same]]) =>
      book ? warnOf(inPages(story, book), { ids, sizeOf, books: [book, ...same].map(({ name }) => name) }) : [],
    ),
  ];
}

interface PagedBooks {
  /** Of the panels, in reading order. */
  readonly ids: readonly string[];
  /** The frames as they are drawn, for the story's own pages. */
  readonly sizeOf: FrameSizes;
  /** The story's own pages, which are planned before anything is drawn; absent: pages that are planned from the frames. */
  readonly pages?: PageMap;
  /** Names of the books that have these pages. */
  readonly books: readonly string[];
}

/** Pages are laid out as they are bound, with the frames that stand on them: those decide how a page is arranged. */
function warnOf(story: PagedStory, { ids, sizeOf, books, pages: planned }: PagedBooks): PagesWarning[] {
  const settings = layoutSettings(story);
  // The story's own grid without a page is as large as its frames.
  if (settings.page === null && settings.layout === 'grid' && planned) return [];
  const laid = story.panels.map((spec, index) => laidPanel(ids[index] as string, spec, sizeOf(ids[index] as string)));
  const pages = planned ?? planPages(laid, settings);
  const numbers = new Map(ids.map((id, index) => [id, index + 1]));
  const numberOf = (id: string) => numbers.get(id) as number;
  const cropped = new Map<number, number>();
  const coarse = new Map<number, number>();
  for (const [index, page] of pages.entries()) {
    const panels = page.map((id) => ({ ...(laid[numberOf(id) - 1] as LaidPanel), number: numberOf(id) }));
    const { slots, dpi } = layOutPage(panels, settings, { number: index + 1, last: index === pages.length - 1 });
    for (const slot of slots) {
      const frame = sizeOf(ids[slot.panel - 1] as string);
      const lost = croppedShare(frame, slot);
      if (lost > noticeableCrop) cropped.set(slot.panel, lost);
      const printed = dpi === null ? sharpDpi : printedDpi(frame, slot, dpi);
      if (printed < sharpDpi - 1) coarse.set(slot.panel, printed);
    }
  }
  const named = books.join(', ');
  const where =
    settings.page === null ? placeWithoutSize(settings.layout, named) : placeOfSize(settings.page.name, named);
  const sides = settings.layout === 'webtoon' ? [] : ignoredSides(laid, pages, settings.readingDirection).map(numberOf);
  return [
    ...(sides.length === 0
      ? []
      : [
          {
            code: 'page_side_ignored' as const,
            detail: say('pages.other_side', { panels: panelRanges(sides) }),
          },
        ]),
    ...(cropped.size === 0
      ? []
      : [
          {
            code: 'frames_cropped' as const,
            detail: say('pages.crop', {
              said: where,
              share: percent(Math.max(...cropped.values())),
              panels: panelRanges([...cropped.keys()]),
            }),
          },
        ]),
    ...(coarse.size === 0
      ? []
      : [
          {
            code: 'print_resolution' as const,
            detail: coarseWords(where, coarse),
          },
        ]),
  ];
}

/** The share of a frame that is lost when it covers its slot. */
const croppedShare = (frame: PixelSize, slot: PixelSize): number => {
  const [a, b] = [frame.width / frame.height, slot.width / slot.height];
  return 1 - Math.min(a, b) / Math.max(a, b);
};

/** Pixels of a frame per printed inch of its slot, which it covers. */
export const printedDpi = (frame: PixelSize, slot: PixelSize, dpi: number): number =>
  dpi / Math.max(slot.width / frame.width, slot.height / frame.height);

const percent = (share: number): string => `${Math.round(share * 100)} %`;

function placeOfSize(page: string, books: string): string {
  return books === '' ? say('pages.of', { page }) : say('pages.of.books', { page, books });
}

function placeWithoutSize(layout: string, books: string): string {
  if (layout === 'webtoon') return say('pages.webtoon');
  return books === '' ? say('pages.layout', { layout }) : say('pages.layout.books', { layout, books });
}

function coarseWords(where: string, coarse: ReadonlyMap<number, number>): string {
  const known = { said: where, panels: panelRanges([...coarse.keys()]), sharp: sharpDpi };
  const least = Math.round(Math.min(...coarse.values()));
  const most = Math.round(Math.max(...coarse.values()));
  return least === most
    ? say('pages.coarse', { ...known, dpi: least })
    : say('pages.coarse.range', { ...known, least, most });
}
