import type { BookFormatFolder } from '../book-format.ts';

export const web: BookFormatFolder = {
  label: 'Web reader (HTML)',
  about:
    'one file for any browser, also without a network: page by page, panel by panel or scrolling, by keyboard, touch and screen reader; that of the original has all languages, with links between them',
  mime: 'text/html; charset=utf-8',
  extension: 'html',
  layout: 'main',
  paper: false,
  matter: 'all',
  signed: true,
  partial: true,
  joined: true,
  join: async () => (await import('./join-web.ts')).joinWeb,
  pages: () => 'webp',
  load: async () => (await import('./bind-web.ts')).bindWeb,
};
