import type { BookFormatFolder } from '../book-format.ts';

export const printCover: BookFormatFolder = {
  label: 'Print cover (PDF)',
  about:
    'for printers: back, spine and front of the cover as one page with its boxes, the spine as thick as the pages inside; for page sizes whose paper is known',
  mime: 'application/pdf',
  extension: 'cover.pdf',
  layout: 'main',
  paper: true,
  matter: 'outside',
  alone: true,
  load: async () => (await import('./bind-print-cover.ts')).bindPrintCover,
};
