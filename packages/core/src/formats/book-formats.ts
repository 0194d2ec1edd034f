import type { BookLayout } from '../layout/layouts.ts';
import { boundFormats } from './bound-formats.generated.ts';

/** Names of the formats a book can be bound in. */
export type BookFormat = keyof typeof boundFormats;

/** In the order in which they are listed to people. */
export const bookFormats = Object.keys(boundFormats) as [BookFormat, ...BookFormat[]];

/** How a format is called and delivered. Its folder in `packages/imaging/src/formats` is where that is written. */
export const describeFormat = (format: BookFormat): Described => boundFormats[format];

interface Described {
  readonly label: string;
  readonly about: string;
  readonly mime: string;
  readonly extension: string;
  readonly layout: 'main' | BookLayout;
  readonly paper: boolean;
}
