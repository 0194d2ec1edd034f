import type { BookFormatFolder } from '../book-format.ts';

export const kindle: BookFormatFolder = {
  label: 'EPUB for Kindle',
  about: 'for upload to Amazon KDP: the EPUB with a magnified view of each panel; not tested on a device',
  mime: 'application/epub+zip',
  extension: 'kindle.epub',
  layout: 'main',
  paper: false,
  matter: 'all',
  signed: true,
  pages: () => 'jpeg',
  load: async () => (await import('./bind-kindle.ts')).bindKindle,
};
