import { inPages, layoutSettings, type OtherPages, pageOf, type WantedBook, wantedBooks } from '@nextpanel/core';
import type { StoryFacts } from '@nextpanel/store';

/** The book of this name; else the first of this format whose layout and page are those that are asked for. */
export function findBook(
  { book, ...spec }: StoryFacts['spec'],
  { name, layout, page }: OtherPages & { readonly name: string },
): WantedBook | undefined {
  const wanted = wantedBooks(book);
  if (layout === undefined && page === undefined) {
    return wanted.find((it) => it.name === name) ?? wanted.find(({ format }) => format === name);
  }
  const story = { ...spec, book };
  const fits = (it: WantedBook) => {
    const settings = layoutSettings(inPages(story, it));
    return (
      (layout ?? settings.layout) === settings.layout &&
      (page === undefined || settings.page?.name === pageOf(page).name)
    );
  };
  return wanted.find((it) => it.format === name && fits(it));
}
