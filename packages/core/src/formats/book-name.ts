import type { BookLayout } from '../layout/layouts.ts';
import { type CustomPage, type PagePresetName, pageOf } from '../layout/page-sizes.ts';
import type { BookFormat } from './book-formats.ts';

/** An entry of `book.formats`: a format, or a format with the layout or page size it is bound in. */
export type FormatChoice = BookFormat | ({ readonly format: BookFormat } & OtherPages);

/** Pages beside the story's own ones. */
export interface OtherPages {
  /** Default: the story's. */
  readonly layout?: BookLayout | undefined;
  /** Default: the story's in its own layout, the usual one in another. */
  readonly page?: PagePresetName | CustomPage | undefined;
}

/**
 * Name of a book within its edition: its format, and the layout and the page it was asked for in, as in `print@kdp-6x9`. The state's
 * scripts make the same name (`book_name` in lib.lua).
 */
export function bookName(choice: FormatChoice): string {
  if (typeof choice === 'string') return choice;
  const { format, layout, page } = choice;
  return [format, layout, page && pageOf(page).name].filter((part) => part !== undefined).join('@');
}
