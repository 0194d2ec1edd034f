import { type boundFormats, NextpanelError } from '@nextpanel/core';
import type { BindEdition, BindInput, BoundBook } from './editions/edition.ts';

/**
 * Formats that can be bound: one folder under `editions/` and one line here. The code of a format is loaded when its first
 * book is bound: most processes never bind one.
 */
const editions: Readonly<Record<(typeof boundFormats)[number], () => Promise<BindEdition>>> = {
  pdf: async () => (await import('./editions/pdf/bind-pdf.ts')).bindPdf,
  cbz: async () => (await import('./editions/cbz/bind-cbz.ts')).bindCbz,
};

/**
 * Binds a story's sheets into a book file. Sheets are read one at a time and written as they arrive. The same input gives
 * the same bytes. The caller gives the file its final name. Throws `format_unknown`, `no_sheets`, and errors of the file
 * system.
 */
export async function bindBook(format: string, input: BindInput): Promise<BoundBook> {
  if (!Object.hasOwn(editions, format)) {
    const known = Object.keys(editions).join(' or ');
    throw new NextpanelError('format_unknown', `A book cannot be bound as "${format}"; use ${known}.`);
  }
  const bind = await editions[format as keyof typeof editions]();
  return bind(input);
}
