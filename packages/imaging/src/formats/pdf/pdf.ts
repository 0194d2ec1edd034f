import type { BookFormatFolder } from '../book-format.ts';

export const pdf: BookFormatFolder = {
  label: 'PDF',
  about: 'for screens: a page per sheet, tagged, with the description and the words of each panel',
  mime: 'application/pdf',
  extension: 'pdf',
  layout: 'main',
  paper: false,
  matter: 'all',
  partial: true,
  pages: () => 'jpeg',
  load: async () => (await import('./bind-pdf.ts')).bindPdf,
};
