import { t } from '@lingui/core/macro';
import type { BookLayout } from '@nextpanel/client';

/** Layouts that forms offer; one without a line here has its name, and can be named in the text of a story. */
export const layoutNames = (): Readonly<Partial<Record<BookLayout, string>>> => ({
  grid: t`Grid of equal panels`,
  comic: t`Comic`,
  manga: t`Manga`,
  webtoon: t`Webtoon`,
  storybook: t`Storybook`,
});

export const layoutName = (layout: BookLayout): string => layoutNames()[layout] ?? layout;
