import type { BookStory } from '@nextpanel/imaging';
import type { StoryFacts } from '@nextpanel/store';

/** What a book says of its story, in the words of the edition. */
export function describeStory({ title, spec }: Pick<StoryFacts, 'title' | 'spec'>): BookStory {
  const { book, language, readingDirection } = spec;
  return {
    title,
    language,
    readingDirection,
    ...(book.author && { author: book.author }),
    ...(book.summary && { summary: book.summary }),
  };
}
