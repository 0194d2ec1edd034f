import type { BookFormat } from '@nextpanel/core';
import type { BookFormatFolder, PageEncoding } from './book-format.ts';
import { cbz } from './cbz/cbz.ts';
import { epub } from './epub/epub.ts';
import { images } from './images/images.ts';
import { kindle } from './kindle/kindle.ts';
import { pdf } from './pdf/pdf.ts';
import { print } from './print/print.ts';
import { printCover } from './print-cover/print-cover.ts';
import { web } from './web/web.ts';
import { webtoon } from './webtoon/webtoon.ts';

/** Every format that can be bound: a folder each, and a line here. Then run `schema`: core has a copy of what describes them. */
export const formats = {
  pdf,
  print,
  'print-cover': printCover,
  cbz,
  epub,
  kindle,
  webtoon,
  web,
  images,
} as const satisfies Readonly<Record<string, BookFormatFolder>>;

/** How the pages of these books are encoded, each way once. */
export const pageEncodings = (wanted: readonly BookFormat[]): PageEncoding[] => [
  ...new Set(
    wanted.flatMap((format) => {
      const { pages }: BookFormatFolder = formats[format];
      return pages ? [pages()] : [];
    }),
  ),
];

// Fails to compile when core's copy names other formats: run `schema`.
formats satisfies Readonly<Record<BookFormat, BookFormatFolder>>;
