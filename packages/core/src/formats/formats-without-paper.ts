import { type LaidOutStory, layoutSettings } from '../layout/layout-settings.ts';
import { coverSources } from '../matter/cover-panel.ts';
import type { StorySpec } from '../story-spec.ts';
import { type BookFormat, describeFormat } from './book-formats.ts';
import { inPages, wantedBooks } from './wanted-books.ts';

/**
 * The formats of a book that need what it has not, each with its place in `book.formats`: pages made for paper, or, for a cover of its own, a
 * cover and paper of known thickness.
 */
export const formatsWithoutPaper = (
  story: LaidOutStory & { readonly book: Pick<StorySpec['book'], 'formats' | 'cover'> },
): { readonly format: BookFormat; readonly at: number }[] =>
  wantedBooks(story.book).flatMap((wanted, at) => {
    const { paper, matter } = describeFormat(wanted.format);
    const { page } = layoutSettings(inPages(story, wanted));
    const lacksCover =
      matter === 'outside' && ((page?.thickness ?? null) === null || coverSources(story.book.cover).length === 0);
    return (paper && page === null) || lacksCover ? [{ format: wanted.format, at }] : [];
  });

/** What to do about one. */
export const paperNeeded = (format: BookFormat): string =>
  describeFormat(format).matter === 'outside'
    ? `${format} needs a cover, and paper whose thickness is known: set book.cover, and book.page to kdp-6x9 or square`
    : `${format} needs pages made for paper: choose layout comic, manga or storybook, or set book.page`;
