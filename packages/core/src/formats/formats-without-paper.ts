import { type LaidOutStory, layoutSettings } from '../layout/layout-settings.ts';
import type { StorySpec } from '../story-spec.ts';
import { type BookFormat, describeFormat } from './book-formats.ts';
import { inPages, wantedBooks } from './wanted-books.ts';

/** The formats of a book that need pages made for paper, while the book has none; each with its place in `book.formats`. */
export const formatsWithoutPaper = (
  story: LaidOutStory & { readonly book: Pick<StorySpec['book'], 'formats'> },
): { readonly format: BookFormat; readonly at: number }[] =>
  wantedBooks(story.book).flatMap((wanted, at) =>
    describeFormat(wanted.format).paper && layoutSettings(inPages(story, wanted)).page === null
      ? [{ format: wanted.format, at }]
      : [],
  );

/** What to do about one. */
export const paperNeeded = (format: BookFormat): string =>
  `${format} needs pages made for paper: choose layout comic, manga or storybook, or set book.page`;
