import type { BookFormatFolder } from '../book-format.ts';

export const web: BookFormatFolder = {
  label: 'Web reader (HTML)',
  about:
    'one file for any browser, also without a network: page by page, panel by panel or scrolling, by keyboard, touch and screen reader',
  mime: 'text/html; charset=utf-8',
  extension: 'html',
  layout: 'main',
  paper: false,
  matter: 'all',
  load: async () => (await import('./bind-web.ts')).bindWeb,
};
