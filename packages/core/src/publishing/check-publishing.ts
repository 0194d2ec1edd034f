import { type BookFormat, describeFormat } from '../formats/book-formats.ts';
import { panelRanges } from '../panel-ranges.ts';
import { say } from '../sentences/say.ts';
import { type PublishProfile, type PublishProfileName, publishProfiles } from './profiles.ts';
import type { PublishCheckView } from './publish-check-view.ts';

/** What is known of a book before it is published. */
export interface BookToPublish {
  readonly author?: string | null | undefined;
  readonly summary?: string | null | undefined;
  readonly rights?: string | null | undefined;
  readonly pages: number;
  /** Formats the story asks for. */
  readonly formats: readonly BookFormat[];
  /** What it asks for, word for word, as `amend --formats` takes it. */
  readonly asked: readonly string[];
  /** Formats that its pages are not made for. */
  readonly without: readonly BookFormat[];
  /** Its layout is a strip without pages, so a format that needs some also needs another layout. */
  readonly strip?: boolean;
  /** Bytes of those that are bound, the largest of each. */
  readonly bound: ReadonlyMap<BookFormat, number>;
  readonly panels: readonly PanelToPublish[];
  /** The story was cancelled: it is bound no more. */
  readonly cancelled?: boolean;
}

export interface PanelToPublish {
  readonly number: number;
  readonly drawn: boolean;
  /** The author described it; otherwise its prompt stands for the description. */
  readonly described: boolean;
  /** Dots per inch in print; null: its pages are not made for paper. */
  readonly dpi: number | null;
  /** Drawn by an image model. */
  readonly generated: boolean;
}

/** Compares a book with what a platform asks for. It warns; it refuses nothing and changes nothing. */
export function checkPublishing(name: PublishProfileName, book: BookToPublish): PublishCheckView {
  const profile = publishProfiles[name];
  const generated = book.panels.some((panel) => panel.generated);
  return {
    profile: name,
    label: profile.label,
    asOf: profile.asOf,
    policy: [...profile.policy],
    findings: [
      ...missingPanels(book),
      ...missingFormats(profile, book),
      ...wrongPages(profile, book),
      ...tooLarge(profile, book),
      ...tooCoarse(profile, book),
      ...missingFacts(profile, book),
    ],
    disclosure: generated ? profile.disclosure : null,
    labels: generated ? [...profile.labels] : [],
  };
}

function missingPanels({ panels }: BookToPublish): string[] {
  const missing = numbersOf(panels.filter(({ drawn }) => !drawn));
  return missing.length === 0 ? [] : [ofPanels(missing, 'publish.not_drawn')];
}

/** A page size of the shop with the most rules, which others take as well, and a layout with pages. */
const usualPage = 'kdp-6x9';
const usualLayout = 'comic';

function missingFormats({ formats, ownCover }: PublishProfile, book: BookToPublish): string[] {
  const files = formats.flatMap((format) => {
    if (book.bound.has(format)) return [];
    const { label } = describeFormat(format);
    if (book.formats.includes(format)) return [notBound(label, book)];
    const pages = book.strip === true ? `${usualLayout}@${usualPage}` : usualPage;
    const name = book.without.includes(format) ? `${format}@${pages}` : format;
    return [say('publish.not_made', { what: label, command: `amend ID --formats ${[...book.asked, name].join(',')}` })];
  });
  const lacksCover = ownCover === true && !book.bound.has('print-cover');
  return lacksCover ? [...files, missingCover(book)] : files;
}

const notBound = (what: string, { cancelled }: BookToPublish): string =>
  say(cancelled === true ? 'publish.cancelled' : 'publish.not_bound', { what });

function missingCover(book: BookToPublish): string {
  if (book.formats.includes('print-cover')) return notBound('the cover', book);
  return say('publish.no_cover');
}

function wrongPages({ limits }: PublishProfile, { pages }: BookToPublish): string[] {
  if (!limits.pages) return [];
  const { least, most, source } = limits.pages;
  if (pages < least)
    return [
      pages === 1
        ? say('publish.too_short.page', { least, missing: least - pages, source })
        : say('publish.too_short.pages', { pages, least, missing: least - pages, source }),
    ];
  return pages > most ? [say('publish.too_long', { pages, most, source })] : [];
}

function tooLarge({ formats, limits }: PublishProfile, { bound }: BookToPublish): string[] {
  const { maxBytes } = limits;
  if (!maxBytes) return [];
  return formats.flatMap((format) => {
    const bytes = bound.get(format) ?? 0;
    const megabytes = (size: number) => Math.round(size / 1_000_000);
    return bytes <= maxBytes.bytes
      ? []
      : [
          say('publish.too_large', {
            what: describeFormat(format).label,
            megabytes: megabytes(bytes),
            most: megabytes(maxBytes.bytes),
            source: maxBytes.source,
          }),
        ];
  });
}

function tooCoarse({ limits }: PublishProfile, { panels }: BookToPublish): string[] {
  const { leastDpi } = limits;
  if (!leastDpi) return [];
  const coarse = panels.filter(({ dpi }) => dpi !== null && dpi < leastDpi.dpi - 1);
  if (coarse.length === 0) return [];
  const least = Math.min(...coarse.map(({ dpi }) => dpi ?? 0));
  return [
    say(coarse.length === 1 ? 'publish.coarse.one' : 'publish.coarse.several', {
      panels: panelRanges(numbersOf(coarse)),
      dpi: leastDpi.dpi,
      least: Math.round(least),
      source: leastDpi.source,
    }),
  ];
}

function missingFacts({ needs }: PublishProfile, book: BookToPublish): string[] {
  const { panels } = book;
  const undescribed = numbersOf(panels.filter(({ described }) => !described));
  return needs.flatMap((need) => {
    if (need !== 'alt')
      return book[need] ? [] : [say('publish.missing', { field: `book.${need}`, command: `amend ID --${need} TEXT` })];
    return undescribed.length === 0 ? [] : [ofPanels(undescribed, 'publish.undescribed')];
  });
}

const numbersOf = (panels: readonly PanelToPublish[]): number[] => panels.map(({ number }) => number);

const ofPanels = (numbers: readonly number[], code: 'publish.not_drawn' | 'publish.undescribed'): string =>
  say(`${code}.${numbers.length === 1 ? 'one' : 'several'}`, { panels: panelRanges(numbers) });
