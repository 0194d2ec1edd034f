import type { BookStory } from './book-format.ts';
import { credit, digitalSourceType } from './write-xmp.ts';

/**
 * What a book says of itself in a file beside its pictures, where the format has no fields of its own for it: under the names that the story
 * file has. What is not given is null.
 */
export function bookFacts(
  { title, language, readingDirection, author, translator, summary, characters, ...shelf }: BookStory,
  panels: Parameters<typeof digitalSourceType>[0],
) {
  const { series, number, volume, date, genre, publisher, rights, identifier } = shelf;
  return {
    title,
    language,
    readingDirection,
    author: author ?? null,
    translator: translator ?? null,
    summary: summary ?? null,
    series: series ?? null,
    number: number ?? null,
    volume: volume ?? null,
    date: date ?? null,
    genre: genre ?? null,
    publisher: publisher ?? null,
    rights: rights ?? null,
    identifier: identifier ?? null,
    characters,
    credit,
    digitalSourceType: digitalSourceType(panels),
  };
}

/** As it is stored in a book. */
export const writeFacts = (facts: object): string => `${JSON.stringify(facts, null, 2)}\n`;
