import { type BookFormat, NextpanelError } from '@nextpanel/core';
import { BookFile } from './book-file.ts';
import type { BindInput, BookFormatFolder, BookPage, BoundBook } from './book-format.ts';
import { formats } from './formats.ts';

/**
 * Binds a story's pages into a book file. Pages are read one at a time and written as they arrive. The same input gives the same
 * bytes, but for signatures. The caller gives the file its final name. Throws `format_unknown`, `no_sheets`, what its signer throws, and errors
 * of the file system.
 *
 * @param destination path of the file to write; an existing file is overwritten
 */
export async function bindBook(
  format: string,
  { signer, ...input }: BindInput,
  destination: string,
): Promise<BoundBook> {
  if (!Object.hasOwn(formats, format)) {
    const known = Object.keys(formats).join(', ');
    throw new NextpanelError('format_unknown', `A book cannot be bound as "${format}"; use one of ${known}.`);
  }
  const { load, signed }: BookFormatFolder = formats[format as BookFormat];
  const bind = await load();
  await using file = await BookFile.create(destination);
  let pages = 0;
  async function* counted(): AsyncGenerator<BookPage> {
    for await (const page of input.pages) {
      pages += 1;
      yield page;
    }
    if (pages === 0) throw new NextpanelError('no_sheets', 'A book needs at least one sheet.');
  }
  await bind({ ...input, pages: counted(), ...(signed && signer && { signer }) }, file);
  return { ...(await file.finish()), pages };
}
