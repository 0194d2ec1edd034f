import { type LaidOutStory, layoutSettings } from '../layout/layout-settings.ts';
import { coverSources } from '../matter/cover-panel.ts';
import type { StorySpec } from '../story-spec.ts';
import { type BookFormat, describeFormat } from './book-formats.ts';
import { inPages, type WantedBook, wantedBooks } from './wanted-books.ts';

type BookStory = LaidOutStory & { readonly book: Pick<StorySpec['book'], 'formats' | 'cover'> };

/** A format of a book that needs what it has not. */
export interface UnboundFormat {
  readonly format: BookFormat;
  /** Its place in `book.formats`. */
  readonly at: number;
  /** What it needs, and what to do. */
  readonly needed: string;
}

/** The formats of a book that need what it has not: pages made for paper, or, for a cover of its own, a cover and paper of known thickness. */
export const formatsWithoutPaper = (story: BookStory): UnboundFormat[] =>
  wantedBooks(story.book).flatMap((wanted, at) => {
    const lacks = lacksOf(story, wanted);
    if (lacks.length === 0) return [];
    const { format } = wanted;
    const [what, act] = (['what', 'act'] as const).map((part) => lacks.map((lack) => lack[part]).join(', and '));
    return [{ format, at, needed: `${format} needs ${what}: ${act}` }];
  });

interface Lack {
  readonly what: string;
  readonly act: string;
}

function lacksOf(story: BookStory, wanted: WantedBook): Lack[] {
  const { format } = wanted;
  const { paper, matter } = describeFormat(format);
  const { layout, page } = layoutSettings(inPages(story, wanted));
  const isCover = matter === 'outside';
  if (!paper && !isCover) return [];
  const lacks: Lack[] = [];
  if (isCover && coverSources(story.book.cover).length === 0) lacks.push({ what: 'a cover', act: 'set book.cover' });
  if (layout === 'webtoon') {
    const other = isCover
      ? `{ format: ${format}, layout: comic, page: kdp-6x9 }`
      : `{ format: ${format}, layout: comic }`;
    lacks.push({
      what: 'pages, and layout webtoon is a strip without any',
      act: `choose another layout, or one for this format alone with ${other} in book.formats`,
    });
  } else if (isCover && (page?.thickness ?? null) === null) {
    lacks.push({ what: 'paper whose thickness is known', act: 'set book.page to kdp-6x9 or square' });
  } else if (page === null) {
    lacks.push({ what: 'pages made for paper', act: 'choose layout comic, manga or storybook, or set book.page' });
  }
  return lacks;
}
