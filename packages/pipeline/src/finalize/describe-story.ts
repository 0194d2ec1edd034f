import type { BookStory } from '@nextpanel/imaging';
import type { StoredEdition, StoryFacts } from '@nextpanel/store';

/** What a book says of its story, in the words of the edition. */
export function describeStory(
  { id, title, spec }: Pick<StoryFacts, 'id' | 'title' | 'spec'>,
  { translator }: Pick<StoredEdition, 'translator'> = {},
): BookStory {
  const { language, readingDirection } = spec;
  const { author, summary, series, number, volume, date, genre, publisher, rights, identifier, exemption } = spec.book;
  return {
    id,
    title,
    language,
    readingDirection,
    characters: spec.characters.map(({ name }) => name),
    author,
    summary,
    series,
    number,
    volume,
    date,
    genre,
    publisher,
    rights,
    identifier,
    exemption,
    ...(translator !== undefined && { translator }),
  };
}
