import { type LaidOutStory, layoutSettings } from '../layout/layout-settings.ts';
import type { StorySpec } from '../story-spec.ts';
import { type BookFormat, describeFormat } from './book-formats.ts';

/** The formats of a book that need pages made for paper, while the book has none. */
export function formatsWithoutPaper(
  story: LaidOutStory & { readonly book: Pick<StorySpec['book'], 'formats'> },
): BookFormat[] {
  if (layoutSettings(story).page !== null) return [];
  return story.book.formats.filter((format) => describeFormat(format).paper);
}

/** What to do about one. */
export const paperNeeded = (format: BookFormat): string =>
  `${format} needs pages made for paper: choose layout comic, manga or storybook, or set book.page`;
