import { boundFormats } from './bound-formats.generated.ts';

/** Names of the formats a book can be bound in. */
export type BookFormat = keyof typeof boundFormats;

/** In the order in which they are listed to people. */
export const bookFormats = Object.keys(boundFormats) as [BookFormat, ...BookFormat[]];

/** How a format is called and delivered. Its folder in `packages/imaging/src/formats` is where that is written. */
export const describeFormat = (format: BookFormat): (typeof boundFormats)[BookFormat] => boundFormats[format];
