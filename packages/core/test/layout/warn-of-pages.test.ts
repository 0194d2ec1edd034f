import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { findModel } from '../../src/catalogue/find-model.ts';
import { inPages, wantedBooks } from '../../src/formats/wanted-books.ts';
import { newFrameSizes } from '../../src/layout/frame-sizes.ts';
import { laidPanel, layoutSettings } from '../../src/layout/layout-settings.ts';
import { layOutPage, planPages } from '../../src/layout/layouts.ts';
import { printedDpi, warnOfPages } from '../../src/layout/warn-of-pages.ts';
import { withWordRoom } from '../../src/layout/word-room.ts';
import { panelIds } from '../../src/new-ids.ts';
import { panelRanges } from '../../src/panel-ranges.ts';
import { parseStorySpec } from '../../src/parse-story-spec.ts';
import type { StorySpec } from '../../src/story-spec.ts';

function example(file: string, book: Partial<StorySpec['book']>): StorySpec {
  const read = parseStorySpec(readFileSync(new URL(`../../../../examples/${file}`, import.meta.url), 'utf8'), {
    format: 'yaml',
  });
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  return { ...read.spec, book: { ...read.spec.book, ...book } };
}

/** Dots per inch of the panels of a book that are below 200, as it is bound from the frames that were drawn for the story's own pages. */
function coarseInBook(story: StorySpec): ReadonlyMap<number, number> {
  const model = findModel(story.render);
  const sizeOf = newFrameSizes(story, model);
  const [wanted] = wantedBooks(story.book);
  const other = inPages(story, wanted ?? {});
  const { ids } = panelIds(story.panels);
  const laid = story.panels.map((spec, index) => ({
    ...laidPanel(ids[index] as string, withWordRoom(spec), sizeOf(String(index + 1))),
    number: index + 1,
  }));
  const settings = layoutSettings(other);
  const coarse = new Map<number, number>();
  for (const [index, page] of planPages(laid, settings).entries()) {
    const panels = laid.filter(({ id }) => page.includes(id));
    const { slots, dpi } = layOutPage(panels, settings, { number: index + 1, last: false });
    for (const slot of slots) {
      const printed = printedDpi(sizeOf(String(slot.panel)), slot, dpi as number);
      if (printed < 199) coarse.set(slot.panel, printed);
    }
  }
  return coarse;
}

it.each([
  ['04-momotaro.yaml', 'kdp-6x9'],
  ['04-momotaro.yaml', 'a4'],
  ['04-momotaro.yaml', 'letter'],
  ['01-the-tortoise-and-the-hare.yaml', 'letter'],
  ['01-the-tortoise-and-the-hare.yaml', 'a5'],
  ['05-the-ring-dove.yaml', 'square'],
] as const)('%s on pages of %s is warned of with the dots per inch that the book will have', (file, page) => {
  const story = example(file, { formats: [{ format: 'print', page }] });
  const coarse = coarseInBook(story);
  const said = warnOfPages(story, findModel(story.render)).filter(({ code }) => code === 'print_resolution');
  const [least, most] = [Math.min(...coarse.values()), Math.max(...coarse.values())].map(Math.round);
  const range = least === most ? `${least}` : `${least} to ${most}`;
  expect(said.map(({ detail }) => detail)).toEqual(
    coarse.size === 0
      ? []
      : [
          `on pages of ${page} (print@${page}) the frames of panel ${panelRanges([...coarse.keys()].toSorted((a, b) => a - b))} print at ${range} dots per inch; print looks sharp from 200`,
        ],
  );
});

it('a cover that is a file of its own is not named: it shows none of the pages', () => {
  const formats = [
    { format: 'print', page: 'kdp-6x9' },
    { format: 'print-cover', page: 'kdp-6x9' },
    { format: 'print-cover', page: 'a4' },
  ] as const;
  const story = example('04-momotaro.yaml', { formats: [...formats] });
  const said = warnOfPages(story, findModel(story.render)).map(({ detail }) => detail);
  expect(said.some((detail) => detail.includes('pages of kdp-6x9 (print@kdp-6x9)'))).toBe(true);
  expect(said.join()).not.toMatch(/print-cover|a4/);
});
