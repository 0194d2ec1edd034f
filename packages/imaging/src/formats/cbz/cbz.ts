import type { BookFormatFolder } from '../book-format.ts';

export const cbz: BookFormatFolder = {
  label: 'Comic book archive (CBZ)',
  about: 'for comic readers: a ZIP of JPEG pages with ComicInfo 2.0 and MetronInfo 1.0',
  mime: 'application/vnd.comicbook+zip',
  extension: 'cbz',
  layout: 'main',
  paper: false,
  matter: 'all',
  signed: true,
  partial: true,
  pages: () => 'jpeg',
  load: async () => (await import('./bind-cbz.ts')).bindCbz,
};
