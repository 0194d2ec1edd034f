import type { BookFormatFolder } from '../book-format.ts';

export const epub: BookFormatFolder = {
  label: 'EPUB',
  about:
    'for e-book readers and shops: EPUB 3.3 in fixed layout, with spreads, navigation and the text of each panel for screen readers',
  mime: 'application/epub+zip',
  extension: 'epub',
  layout: 'main',
  paper: false,
  matter: 'all',
  signed: true,
  partial: true,
  pages: () => 'jpeg',
  load: async () => (await import('./bind-epub.ts')).bindEpub,
};
