import type { BookFormat } from '@nextpanel/core';
import type { Read, StoredSheet, StoryFacts } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { isLoss } from '../frames.ts';
import { editionOf, type ShownEdition, sheetsIn } from './edition-of.ts';
import { loseEditionSheet } from './ensure-editions.ts';
import { ensureSheets } from './ensure-sheets.ts';
import { readLettering } from './sheet-lettering.ts';

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
  let pages = 0;
  const file = await artifacts
    .putFile(async (destination) => {
      const bound = await imaging.bindBook(format, {
        story: describe(facts),
        sheets: readSheets(context, shown, sheets, lost),
        destination,
      });
      pages = bound.pages;
    })
    .catch((error: unknown) => {
      if (lost.length > 0) return null;
      throw error;
    });
  if (!file) return recompose(context, shown, sheets, lost);
  failpoint('book-stored');
  const book = { ...file, pages };
  const status = edition
    ? await state.editions.bindBook({ story, edition, edits: facts.edits }, format, book, sheets)
    : await state.books.bindBook(story, format, book, sheets, facts.edits);
  if (status === 'changed') return bindStoryBook(context, story, format, language);
  failpoint('book-bound');
  if (!edition && facts.waiting !== null && facts.status === 'composing') await state.stories.waitFor(story, null);
  context.log.info({ story, format, language, pages, bytes: file.bytes, status }, 'book bound');
}

async function* readSheets(
  { artifacts, state }: Pick<BindContext, 'artifacts' | 'state'>,
  { facts, show }: ShownEdition,
  sheets: ReadonlyMap<number, Read<StoredSheet>>,
  lost: number[],
) {
  for (const [number, { value }] of sheets) {
    const panels = show(await state.read.panels(facts.id, value.panels));
    const png = await artifacts.get(value.sha256).catch((error: unknown) => {
      if (isLoss(error)) lost.push(number);
      throw error;
    });
    yield {
      number,
      png,
      width: value.width,
      height: value.height,
      dpi: value.dpi ?? null,
      lettering: await readLettering({ artifacts }, value),
      panels: panels.map(({ number: panel, spec }) => ({ number: panel, alt: spec.alt ?? spec.prompt })),
    };
  }
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

function describe({ title, spec }: StoryFacts) {
  return {
    title,
    language: spec.language,
    readingDirection: spec.readingDirection,
    ...(spec.book.author && { author: spec.book.author }),
    ...(spec.book.summary && { summary: spec.book.summary }),
  };
}
