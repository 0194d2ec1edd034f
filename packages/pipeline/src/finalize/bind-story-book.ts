import { type BookFormat, describeFormat, layoutSettings } from '@nextpanel/core';
import type { Read, StoredSheet } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { LostFrame } from '../frames.ts';
import { reportLostFrame } from '../report-lost-frame.ts';
import { composePages } from './compose-pages.ts';
import { describeStory } from './describe-story.ts';
import { editionOf, type ShownEdition, sheetsIn } from './edition-of.ts';
import { loseEditionSheet } from './ensure-editions.ts';
import { ensureSheets } from './ensure-sheets.ts';
import { readPages } from './read-pages.ts';

type BindContext = Pick<Context, 'state' | 'artifacts' | 'imaging' | 'queues' | 'failpoint' | 'log'>;

/**
 * Binds one format from the composed sheets; the last one of the original completes the story. Same sheets, same bytes.
 *
 * @param language of an edition; absent: the original
 */
export async function bindStoryBook(
  context: BindContext,
  story: string,
  format: BookFormat,
  language?: string,
): Promise<void> {
  const { state, artifacts, imaging, failpoint } = context;
  const stored = await state.read.story(story);
  const shown = stored && (await editionOf(context, stored, language));
  if (!shown || shown.facts.status === 'cancelled') return;
  const { facts, edition } = shown;
  const sheets = new Map([...(await sheetsIn(context, story, language))].sort(([a], [b]) => a - b));
  if (sheets.size < facts.sheets) return;
  const lost: number[] = [];
  let pageCount = 0;
  const file = await artifacts
    .putFile(async (destination) => {
      const { layout } = describeFormat(format);
      const pages =
        layout === 'main' || layout === facts.spec.book.layout
          ? readPages(context, shown, sheets, lost)
          : composePages(context, shown, { layout });
      const { page: paper } = layoutSettings(facts.spec);
      const input = { story: describeStory(facts), pages, paper, pageCount: facts.sheets };
      const bound = await imaging.bindBook(format, input, destination);
      pageCount = bound.pages;
    })
    .catch((error: unknown) => {
      if (lost.length > 0) return null;
      if (error instanceof LostFrame) return error;
      throw error;
    });
  if (file instanceof LostFrame) return reportLostFrame(context, story, file);
  if (!file) return recompose(context, shown, sheets, lost);
  failpoint('book-stored');
  const book = { ...file, pages: pageCount };
  const status = edition
    ? await state.editions.bindBook({ story, edition, edits: facts.edits }, format, book, sheets)
    : await state.books.bindBook(story, format, book, sheets, facts.edits);
  if (status === 'changed') return bindStoryBook(context, story, format, language);
  failpoint('book-bound');
  if (!edition && facts.waiting !== null && facts.status === 'composing') await state.stories.waitFor(story, null);
  context.log.info({ story, format, language, pages: pageCount, bytes: file.bytes, status }, 'book bound');
}

/** A sheet's stored bytes are gone: it is made again from its frames, and the books after it. */
async function recompose(
  context: BindContext,
  { facts, edition }: ShownEdition,
  sheets: ReadonlyMap<number, Read<StoredSheet>>,
  lost: readonly number[],
): Promise<void> {
  for (const number of lost) {
    const sheet = sheets.get(number);
    if (!sheet) continue;
    if (edition) await loseEditionSheet(context, facts.id, edition.value.language, { number, raw: sheet.raw });
    else {
      await context.state.books.loseComposed(facts.id, 'sheets', number, sheet.raw);
      await ensureSheets(context, facts.id, sheet.value.panels);
    }
  }
}
