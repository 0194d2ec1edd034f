import type { BookFormatFolder } from '../book-format.ts';

export const images: BookFormatFolder = {
  label: 'Pictures (ZIP)',
  about:
    'for websites and for people who letter by hand: the pages as PNG, JPEG and WebP, the art without letters, and the lettering alone as pictures and as `lettering.json`; title, series and all else that the book says of itself in `book.json`',
  mime: 'application/zip',
  extension: 'images.zip',
  layout: 'main',
  paper: false,
  matter: 'all',
  signed: true,
  alone: true,
  pages: () => 'jpeg',
  load: async () => (await import('./bind-images.ts')).bindImages,
};
