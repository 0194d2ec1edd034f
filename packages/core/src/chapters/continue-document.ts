import { fieldOf, listOf } from '../cast-names.ts';
import type { CastOf } from '../cast-pictures.ts';
import type { StorySpec } from '../story-spec.ts';

/** What the file of a next chapter takes over from the earlier story where it says nothing else. Pictures are asset ids. */
export interface EarlierCast extends CastOf<string> {
  readonly language: string;
  /** Absent: the language's own, or that of a webtoon, which is a layout and no lettering. */
  readonly readingDirection?: 'ltr' | 'rtl' | undefined;
  /** Lettering settings. */
  readonly book: Partial<Pick<StorySpec['book'], (typeof letteringSettings)[number]>>;
}

/** Settings of `book` that decide how words are lettered. */
export const letteringSettings = ['caps', 'house', 'columns', 'fonts'] as const;

const lists = ['characters', 'locations', 'props'] as const;

/**
 * The document of a next chapter with what it takes over. Its own entries keep their places, so that mistakes are found on their lines;
 * those of the earlier story follow, without the ones whose id the document uses itself. Accepts any document, well-formed or not.
 */
export function continueDocument(document: unknown, earlier: EarlierCast): unknown {
  if (document === null || typeof document !== 'object' || Array.isArray(document)) return document;
  const { book, ...settings } = earlier;
  // Panels name characters, locations and props by id alone, so an id stands for one of them.
  const own = new Set(lists.flatMap((list) => listOf(document, list).map((entry) => fieldOf(entry, 'id'))));
  const whole: Record<string, unknown> = { ...document };
  for (const key of ['language', 'readingDirection', 'style'] as const) {
    if (!Object.hasOwn(document, key) && settings[key] !== undefined) whole[key] = settings[key];
  }
  for (const list of lists) {
    const written = fieldOf(document, list) ?? [];
    const taken = (earlier[list] ?? []).filter(({ id }) => !own.has(id));
    if (Array.isArray(written) && taken.length > 0) whole[list] = [...written, ...taken];
  }
  const ownBook = fieldOf(document, 'book') ?? {};
  if (Object.keys(book).length > 0 && typeof ownBook === 'object') whole.book = { ...book, ...ownBook };
  return whole;
}

/** Settings with defaults that a next chapter leaves to the earlier story by not writing them. */
export const omittedSettings = (document: unknown): ('language' | 'readingDirection')[] =>
  (['language', 'readingDirection'] as const).filter((key) => fieldOf(document, key) === undefined);
