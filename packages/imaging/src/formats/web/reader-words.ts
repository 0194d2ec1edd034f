/** The words of the reader itself. */
interface ReaderWords {
  readonly direction: 'ltr' | 'rtl';
  readonly reading: string;
  readonly view: string;
  readonly pages: string;
  readonly panels: string;
  readonly scroll: string;
  readonly turn: string;
  readonly previous: string;
  readonly next: string;
  readonly place: string;
  readonly contents: string;
  readonly languages: string;
}

const english: ReaderWords = {
  direction: 'ltr',
  reading: 'Reading',
  view: 'View',
  pages: 'Pages',
  panels: 'Panels',
  scroll: 'Scroll',
  turn: 'Turn',
  previous: 'Previous',
  next: 'Next',
  place: 'Place',
  contents: 'Contents',
  languages: 'Languages',
};

const languages: Readonly<Record<string, ReaderWords>> = {
  en: english,
  ar: {
    direction: 'rtl',
    reading: 'القراءة',
    view: 'العرض',
    pages: 'صفحات',
    panels: 'لوحات',
    scroll: 'تمرير',
    turn: 'التنقل',
    previous: 'السابق',
    next: 'التالي',
    place: 'الموضع',
    contents: 'المحتويات',
    languages: 'اللغات',
  },
};

/** In the book's language where it is known, otherwise in English. */
export const wordsOf = (language: string): ReaderWords => languages[new Intl.Locale(language).language] ?? english;
