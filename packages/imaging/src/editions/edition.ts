import type { BookSpec, SheetLettering, StorySpec } from '@nextpanel/core';

/** The facts about a story that appear in its book. */
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
  /** Pixels per inch; null for a sheet without a page size. */
  readonly dpi: number | null;
  /**
   * Where its words stand, broken into lines, in page units: formats that keep words apart from pictures draw them with `drawLettering`
   * and `drawBalloonsOf`. Null: the sheet was composed by an earlier release.
   */
  readonly lettering?: SheetLettering | null;
  /** In reading order; `alt` describes the panel for readers who cannot see it. */
  readonly panels: readonly { readonly number: number; readonly alt: string }[];
}

export interface BindInput {
  readonly story: BookStory;
  /** Read one at a time: only the sheet being written is in memory. */
  readonly sheets: AsyncIterable<BookSheet>;
  /** Path of the file to write. An existing file is overwritten. */
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
