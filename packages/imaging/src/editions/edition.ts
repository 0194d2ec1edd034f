import type { BookSpec, StorySpec } from '@nextpanel/core';

/** What a book says about its story. */
export interface BookStory extends Pick<StorySpec, 'title' | 'language' | 'readingDirection'> {
  readonly author?: BookSpec['author'];
  readonly summary?: BookSpec['summary'];
}

/** A composed sheet on its way into a book. */
export interface BookSheet {
  /** From 1, in order and without gaps. */
  readonly number: number;
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** In reading order; `alt` says what a reader who cannot see the panel should hear. */
  readonly panels: readonly { readonly number: number; readonly alt: string }[];
}

export interface BindInput {
  readonly story: BookStory;
  /** Read one at a time: the book never holds more than the sheet it is writing. */
  readonly sheets: AsyncIterable<BookSheet>;
  /** Path of the file to write. Whatever stands there is overwritten. */
  readonly destination: string;
}

export interface BoundBook {
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly pages: number;
}

/** Binds one format: the same input gives the same bytes, on any machine, at any time, in any time zone. */
export type BindEdition = (input: BindInput) => Promise<BoundBook>;
