import type { BookLayout } from '../layout/layouts.ts';
import { boundFormats } from './bound-formats.generated.ts';

/** Names of the formats a book can be bound in. */
export type BookFormat = keyof typeof boundFormats;

/** In the order in which they are listed to people. */
export const bookFormats = Object.keys(boundFormats) as [BookFormat, ...BookFormat[]];

/** How a format is called and delivered. Its folder in `packages/imaging/src/formats` is where that is written. */
export const describeFormat = (format: BookFormat): Described => boundFormats[format];

/** The formats that can be bound before everything is drawn. */
export const partialFormats: readonly BookFormat[] = bookFormats.filter((format) => describeFormat(format).partial);

/** The format of a book by its name: what stands before the first `@`. Null: no format of this release. */
export const formatOf = (name: string): BookFormat | null =>
  bookFormats.find((format) => format === name.split('@')[0]) ?? null;

/** What its name says of a book's pages, in words for people; empty: they are the story's. */
export const pagesOfBook = (name: string): string => name.split('@').slice(1).join(', ');

/** Whether a book could have this name. */
export const isBookName = (name: string): boolean =>
  formatOf(name) !== null && /^[a-z-]+(@[a-z0-9][a-z0-9.-]*){0,2}$/.test(name);

interface Described {
  readonly label: string;
  readonly about: string;
  readonly mime: string;
  readonly extension: string;
  readonly layout: 'main' | BookLayout;
  readonly paper: boolean;
  readonly matter: 'all' | 'inside' | 'outside' | 'none';
  readonly signed?: true;
  readonly partial?: true;
  readonly joined?: true;
  readonly alone?: true;
}
