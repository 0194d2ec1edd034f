import type { BookFormatFolder } from '../book-format.ts';

export const print: BookFormatFolder = {
  label: 'Print interior (ZIP with PDF)',
  about:
    'for printers: a PDF in sRGB with trim and bleed boxes and the letters as line art, without any metadata, and `print.provenance.json`, which has title and series, how the pictures were made, and how many dots per inch each panel has',
  mime: 'application/zip',
  extension: 'print.zip',
  layout: 'main',
  paper: true,
  matter: 'inside',
  alone: true,
  load: async () => (await import('./bind-print.ts')).bindPrint,
};
