import type { BookFormatFolder } from '../book-format.ts';

export const webtoon: BookFormatFolder = {
  label: 'Webtoon slices (ZIP)',
  about:
    'for upload to WEBTOON CANVAS: JPEG slices of 800×1280 pixels at most, cut in the gaps between panels; title, series and episodes in `book.json`',
  mime: 'application/zip',
  extension: 'webtoon.zip',
  layout: 'webtoon',
  paper: false,
  matter: 'none',
  signed: true,
  alone: true,
  load: async () => (await import('./bind-webtoon.ts')).bindWebtoon,
};
