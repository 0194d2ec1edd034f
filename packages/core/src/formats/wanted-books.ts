import { type LaidOutStory, layoutSettings } from '../layout/layout-settings.ts';
import { type BookFormat, describeFormat } from './book-formats.ts';
import { bookName, type FormatChoice, type OtherPages } from './book-name.ts';

/** A book that a story asks for. */
export interface WantedBook extends OtherPages {
  readonly name: string;
  readonly format: BookFormat;
}

/** The books a story asks for, in its order. */
export const wantedBooks = ({ formats }: { readonly formats: readonly FormatChoice[] }): WantedBook[] =>
  formats.map((choice) => {
    const { format, layout, page }: Exclude<FormatChoice, string> =
      typeof choice === 'string' ? { format: choice } : choice;
    const { layout: demanded } = describeFormat(format);
    const bound = demanded === 'main' ? layout : demanded;
    return { name: bookName(choice), format, ...(bound && { layout: bound }), ...(page && { page }) };
  });

/** The story laid out in other pages. */
export function inPages<Story extends Pick<LaidOutStory, 'book'>>(
  story: Story,
  { layout = story.book.layout, page }: OtherPages,
): Story {
  const { page: usual, ...book } = story.book;
  const own = page ?? (layout === story.book.layout ? usual : undefined);
  return { ...story, book: { ...book, layout, ...(own !== undefined && { page: own }) } };
}

/** Layout and paper in one word, by which pages are distinguished: `grid`, `comic@us-comic`. */
export function pagesName(story: LaidOutStory): string {
  const { layout, page } = layoutSettings(story);
  return page === null ? layout : `${layout}@${page.name}`;
}

/** Whether these pages are the story's own. */
export const isOwnPages = (story: LaidOutStory, pages: OtherPages): boolean =>
  pagesName(inPages(story, pages)) === pagesName(story);
