import { describeFormat, isOwnPages, layoutSettings, type WarningCode, wantedBooks } from '@nextpanel/core';
import type { Read, StoredBook, StoredSheet } from '@nextpanel/store';
import { installFonts } from '../book-fonts.ts';
import type { Context } from '../context.ts';
import { LostFrame } from '../frames.ts';
import { reportLostFrame } from '../report-lost-frame.ts';
import { bookVersion, isBoundNow } from './book-version.ts';
import { describeStory } from './describe-story.ts';
import { editionOf, type ShownEdition, sheetsIn } from './edition-of.ts';
import { loseEditionSheet } from './ensure-editions.ts';
import { ensureSheets } from './ensure-sheets.ts';
import { matterOf, outsideOf, readCoverFrame, withMatter } from './matter-pages.ts';
import { pixelsOfBook, pixelsOfDrawnBook } from './open-room.ts';
import { planShownPages, showInPages } from './other-pages.ts';
import { composePages, readPages } from './read-pages.ts';
import { isSignedNow, openSigner } from './sign-sheet.ts';

type BindContext = Pick<
  Context,
  'state' | 'artifacts' | 'imaging' | 'signing' | 'queues' | 'failpoint' | 'log' | 'room' | 'planWork'
>;

/**
 * Binds one book from the composed sheets, or, in another layout or page size, from sheets composed for it; the last one of the original
 * completes the story. Same sheets, same bytes; signatures of pages beside the sheets differ each time. One that is bound already is left alone.
 *
 * @param name of the book, as `wantedBooks` names it
 * @param language of an edition; absent: the original
 */
export async function bindStoryBook(
  context: BindContext,
  story: string,
  name: string,
  language?: string,
): Promise<void> {
  const { state, artifacts, imaging, failpoint } = context;
  const stored = await state.read.story(story);
  const shown = stored && (await editionOf(context, stored, language));
  if (!shown || shown.facts.status === 'cancelled') return;
  const { facts, edition } = shown;
  const wanted = wantedBooks(facts.spec.book).find((it) => it.name === name);
  if (!wanted) return;
  const sheets = new Map([...(await sheetsIn(context, story, language))].sort(([a], [b]) => a - b));
  if (sheets.size < facts.sheets) return;
  const cover = await readCoverFrame(context, facts);
  if (cover === 'waiting') return;
  const signer = await openSigner(context);
  const outdated = [...sheets].filter(([, { value }]) => !isSignedNow(value, signer)).map(([number]) => number);
  if (outdated.length > 0) return signAgain(context, story, outdated, language);
  const bind = (book: StoredBook) =>
    edition
      ? state.editions.bindBook({ story, edition, edits: facts.edits }, name, book, { sheets, cover })
      : state.books.bindBook(story, name, book, { sheets, cover }, facts.edits);
  const signature = describeFormat(wanted.format).signed ? signer?.facts : undefined;
  const present = await readBook(context, shown, name);
  if (
    present &&
    isBoundNow(present) &&
    present.signature?.certificate === signature?.certificate &&
    (await artifacts.has(present.sha256))
  ) {
    // Not a word of it is made again, but a story that has all of its books is completed.
    if ((await bind(present)) === 'changed') return bindStoryBook(context, story, name, language);
    return;
  }
  const matter = matterOf(facts, wanted.format);
  // Formats that keep letters apart draw them again.
  await installFonts(context, facts.spec.book.fonts);
  const lost: number[] = [];
  let pageCount = 0;
  const warnings: StoredSheet['warnings'][number][] = [];
  const isOwn = isOwnPages(facts.spec, wanted);
  const isDrawn = !isOwn || describeFormat(wanted.format).alone === true;
  const file = await artifacts
    .putFile(async (destination) => {
      using _room = await context.room.take(isDrawn ? pixelsOfDrawnBook : pixelsOfBook);
      const other = isOwn ? null : await planShownPages(context, showInPages(shown, wanted));
      const story = other
        ? composePages(
            context,
            other,
            (found) => void warnings.push(...found.filter(({ code }) => codesOfPages.has(code))),
          )
        : readPages(context, shown, sheets, lost);
      const paged = other?.shown ?? shown;
      const isOutside = describeFormat(wanted.format).matter === 'outside';
      const input = {
        story: describeStory(facts, edition?.value),
        pages: isOutside ? outsideOf(context, paged, matter) : withMatter(context, paged, story, matter),
        paper: layoutSettings(paged.facts.spec).page,
        pageCount: (other?.pages.length ?? facts.sheets) + (facts.spec.book.credits === true ? 1 : 0),
        ...(signer && { signer }),
      };
      const bound = await imaging.bindBook(wanted.format, input, destination);
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
  const book: StoredBook = {
    ...file,
    pages: pageCount,
    version: bookVersion,
    ...(warnings.length > 0 && { warnings }),
    ...(signature && { signature }),
  };
  const status = await bind(book);
  if (status === 'changed') return bindStoryBook(context, story, name, language);
  failpoint('book-bound');
  if (!edition && facts.waiting !== null && facts.status === 'composing') await state.stories.waitFor(story, null);
  context.log.info({ story, book: name, language, pages: pageCount, bytes: file.bytes, status }, 'book bound');
}

/** The book as it is bound; null: it is not. */
async function readBook(
  { state }: Pick<Context, 'state'>,
  { facts, edition }: ShownEdition,
  name: string,
): Promise<StoredBook | null> {
  const { id } = facts;
  const books = await (edition ? state.editions.books(id, edition.value.language) : state.read.books(id));
  return books.get(name)?.value ?? null;
}

/** The certificate was changed, or signing was switched on or off: the sheets are signed first, and the books are bound after them. */
const signAgain = (
  { queues }: Pick<Context, 'queues'>,
  story: string,
  sheets: readonly number[],
  language: string | undefined,
): Promise<void> =>
  queues.ensureFinalize(
    sheets.map((sheet) => ({ kind: 'sheet', story, sheet, ...(language !== undefined && { language }) })),
  );

/** What depends on the pages, not on the frames or the words alone: those are warned of at the story's own sheets. */
const codesOfPages: ReadonlySet<WarningCode> = new Set([
  'frame_cropped',
  'text_overflow',
  'lettering_small',
  'balloon_covers',
]);

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
