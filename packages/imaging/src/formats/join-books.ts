import type { BookFormat } from '@nextpanel/core';
import type { BookFormatFolder, JoinedBook, ReadableBook } from './book-format.ts';
import { formats } from './formats.ts';

/**
 * Books of one format in several languages as one file, the original first, where the format is made for that; null: each stands alone.
 */
export async function joinBooks(format: BookFormat, books: readonly ReadableBook[]): Promise<JoinedBook | null> {
  const { join }: BookFormatFolder = formats[format];
  return join ? (await join())(books) : null;
}
