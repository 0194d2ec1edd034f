import {
  bookName,
  describeFormat,
  isOwnPages,
  listPictures,
  NextpanelError,
  type OtherPages,
  pageOf,
  panelRanges,
} from '@nextpanel/core';
import type { StoredFile, StoryFacts } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { hashInputs } from '../finalize/compose-panels.ts';
import { editionOf, sheetsIn } from '../finalize/edition-of.ts';
import { ensureBooks } from '../finalize/ensure-books.ts';
import { loseEditionSheet } from '../finalize/ensure-editions.ts';
import { ensureSheets } from '../finalize/ensure-sheets.ts';
import { composeShownPage, planShownPages, readShownPage, showInPages } from '../finalize/other-pages.ts';
import { isLoss, LostFrame, loadFrame } from '../frames.ts';
import { widthOnLadder } from '../keep-resized.ts';
import { reportLostFrame } from '../report-lost-frame.ts';
import { findEdition } from './edition-language.ts';
import { findBook } from './find-book.ts';
import { findAnyPanel, nameOf, type PartRef } from './find-panel.ts';
import { joinLanguages } from './join-languages.ts';
import { type Scope, storyFacts, storyHead } from './read-story.ts';
import { noTake, removedTake } from './takes.ts';

type OpenContext = Pick<Context, 'state' | 'artifacts' | 'imaging' | 'queues' | 'log'>;
type SheetContext = OpenContext & Pick<Context, 'pictureWork' | 'planWork' | 'signing' | 'failpoint'>;

/** A picture that can be read. Its tag is known before its bytes are: who has them already needs no reading. */
export interface OpenedImage {
  readonly etag: string;
  /**
   * Rejects like the function that opened it, with `too_many_pictures`, and with the signal's reason.
   *
   * @param reader aborted when the one who asked is gone: what was not begun by then is not done
   */
  read(reader?: AbortSignal): Promise<{ readonly bytes: Uint8Array; readonly mime: string }>;
}

export interface OpenedBook {
  readonly file: StoredFile;
  readonly mime: string;
  readonly etag: string;
  readonly fileName: string;
}

/**
 * A panel's frame, bytes untouched unless a width is asked for. Throws `not_found`, `not_drawn`; damaged bytes are never
 * given out: the frame is reported lost and `not_drawn` is thrown.
 */
export async function openPanelImage(
  context: OpenContext,
  { number, width, ...scope }: Scope & { number: PartRef; width?: number },
): Promise<OpenedImage> {
  await storyHead(context, scope);
  const id = await findAnyPanel(context, scope, number);
  const [panel] = await context.state.read.panels(scope.id, [id]);
  const frame = panel?.selected ?? panel?.kept;
  if (!frame) throw new NextpanelError('not_drawn', `panel ${nameOf(number)} is not drawn yet`);
  return opened(context, { tenant: scope.tenant, width, sha256: frame.sha256 }, async () => {
    try {
      return await loadFrame(context, id, frame);
    } catch (error) {
      if (!(error instanceof LostFrame)) throw error;
      await reportLostFrame(context, scope.id, error);
      throw new NextpanelError(
        'not_drawn',
        `the stored picture of panel ${nameOf(number)} was damaged; it must be drawn again`,
      );
    }
  });
}

/** One take of a panel. Throws `not_found`; `not_drawn` for one whose bytes are lost. */
export async function openTakeImage(
  context: OpenContext,
  { number, take, width, ...scope }: Scope & { number: PartRef; take: number; width?: number },
): Promise<OpenedImage> {
  await storyHead(context, scope);
  const takes = await context.state.read.takes(scope.id, await findAnyPanel(context, scope, number));
  const frame = takes[take - 1];
  if (!frame) throw noTake(number, takes.length, take);
  if (frame.removed) throw removedTake(number, take);
  return openStored(context, { ...frame, tenant: scope.tenant, width }, `take ${take} of panel ${nameOf(number)}`);
}

/**
 * A picture that went along with a request of the story: one of its takes, of its cast, or a tile of these. Throws `not_found`; `not_drawn`
 * for one whose bytes are lost.
 */
export async function openPicture(
  context: OpenContext,
  { sha256, width, ...scope }: Scope & { sha256: string; width?: number },
): Promise<OpenedImage> {
  const { spec } = await storyFacts(context, scope);
  const { anchor, lastFrame } = spec.continued ?? {};
  const earlier = [anchor, lastFrame].flatMap((frame) => (frame ? [frame.picture] : []));
  const known = [...listPictures(spec).map((it) => it.picture), ...earlier];
  const picture =
    known.find((it) => it.sha256 === sha256) ??
    (await context.state.read.takeBySha256(scope.id, sha256)) ??
    ((await context.state.read.hasTile(scope.id, sha256)) ? { sha256, mime: 'image/png' } : null);
  if (!picture) throw new NextpanelError('not_found', 'the story has no such picture');
  return openStored(context, { ...picture, tenant: scope.tenant, width }, 'the picture');
}

const openStored = (
  context: OpenContext,
  picture: {
    readonly sha256: string;
    readonly mime: string;
    readonly tenant: string;
    readonly width: number | undefined;
  },
  what: string,
): OpenedImage =>
  opened(context, picture, async () => {
    const { sha256, mime } = picture;
    try {
      return { bytes: await context.artifacts.get(sha256), mime };
    } catch (error) {
      if (!isLoss(error)) throw error;
      throw new NextpanelError('not_drawn', `the stored file of ${what} is missing or damaged`, { cause: error });
    }
  });

/**
 * A composed sheet, also of another layout or page size, which is composed now. Throws `not_found`, `not_drawn`; a damaged one is composed
 * again.
 */
export async function openSheetImage(
  context: SheetContext,
  query: Scope & { number: number; width?: number; language?: string } & OtherPages,
): Promise<OpenedImage> {
  const { number, width, language: tag, layout, page, ...scope } = query;
  const facts = await storyFacts(context, scope);
  const language = await findEdition(context, facts, tag);
  if (!isOwnPages(facts.spec, { layout, page })) return openOtherSheet(context, facts, { ...query, language });
  if (number < 1 || number > facts.sheets) {
    throw new NextpanelError('not_found', `the story has ${facts.sheets} sheets; there is no sheet ${number}`);
  }
  const sheet = (await sheetsIn(context, scope.id, language)).get(number);
  if (!sheet) throw new NextpanelError('not_drawn', `sheet ${number} is not composed yet`);
  return opened(context, { tenant: scope.tenant, width, sha256: sheet.value.sha256 }, async () => {
    try {
      return { bytes: await context.artifacts.get(sheet.value.sha256), mime: 'image/png' };
    } catch (error) {
      if (!isLoss(error)) throw error;
      if (language !== undefined) await loseEditionSheet(context, scope.id, language, { number, raw: sheet.raw });
      else {
        await context.state.books.loseComposed(scope.id, 'sheets', number, sheet.raw);
        await ensureSheets(context, scope.id, sheet.value.panels);
      }
      throw new NextpanelError('not_drawn', `the stored sheet ${number} was damaged; it is being composed again`);
    }
  });
}

type SheetQuery = Scope & { readonly number: number; readonly width?: number; readonly language?: string | undefined };

async function openOtherSheet(
  context: SheetContext,
  story: StoryFacts,
  { number, width, language, layout, page, tenant }: SheetQuery & OtherPages,
): Promise<OpenedImage> {
  const shown = await editionOf(context, story, language);
  if (!shown) throw new NextpanelError('not_found', 'the edition was deleted');
  const pages = await planShownPages(context, showInPages(shown, { layout, page }));
  const sheets = pages.pages.length;
  if (number < 1 || number > sheets)
    throw new NextpanelError('not_found', `the story has ${sheets} such sheets; there is no sheet ${number}`);
  const frames = await readShownPage(context, pages, number);
  if (frames.missing.length > 0)
    throw new NextpanelError('not_drawn', `panel ${panelRanges(frames.missing)} of sheet ${number} is not drawn yet`);
  const compose = async () => {
    try {
      return await composeShownPage(context, pages, frames);
    } catch (error) {
      if (!(error instanceof LostFrame)) throw error;
      await reportLostFrame(context, story.id, error);
      throw new NextpanelError('not_drawn', `a stored picture of sheet ${number} was damaged; it must be drawn again`);
    }
  };
  const etag = hashInputs({ facts: pages.shown.facts, ...frames });
  return opened(context, { tenant, width, sha256: etag }, async (signal) => {
    const sheet = await context.pictureWork({ tenant, lane: 'view', ...(signal && { signal }) }, compose);
    return { bytes: await context.artifacts.get(sheet.sha256), mime: 'image/png' };
  });
}

/**
 * A bound book as a file; of a format that is made for it, the original has the editions in it. Throws `not_found`, `not_bound`; a damaged one is bound again.
 *
 * @param format or name of the book; a format alone, perhaps with a layout or a page, also finds the one book that has them
 */
export async function openBook(
  context: OpenContext,
  { format: name, language: tag, layout, page, ...scope }: Scope & { format: string; language?: string } & OtherPages,
): Promise<OpenedBook> {
  const facts = await storyFacts(context, scope);
  const language = await findEdition(context, facts, tag);
  const { state } = context;
  const books = await (language === undefined ? state.read.books(scope.id) : state.editions.books(scope.id, language));
  const wanted = findBook(facts.spec, { name, layout, page });
  const asked = [name, layout, page && pageOf(page).name].filter((part) => part !== undefined).join('@');
  const book = wanted && books.get(wanted.name);
  if (!book) {
    throw new NextpanelError(
      'not_bound',
      wanted
        ? `the ${wanted.name} is not bound yet${await missingPanels(context, facts)}`
        : `the story asks for no ${asked}; it asks for: ${facts.spec.book.formats.map(bookName).join(', ')}`,
    );
  }
  const { format } = wanted;
  const { mime, extension, joined } = describeFormat(format);
  const pages = wanted.name.slice(format.length).replaceAll('@', '.');
  try {
    const { sha256 } = book.value;
    const file = await context.artifacts.open(sha256);
    const isJoined = language === undefined && joined === true;
    const all = isJoined ? await joinLanguages(context, facts, { ...wanted, file, sha256 }) : null;
    return {
      file: all?.file ?? file,
      mime,
      etag: all?.etag ?? sha256,
      fileName: `${facts.title}${language === undefined ? '' : `.${language}`}${pages}.${extension}`,
    };
  } catch (error) {
    if (!isLoss(error)) throw error;
    if (language === undefined) await state.books.loseComposed(scope.id, 'books', wanted.name, book.raw);
    else await state.editions.lose(scope.id, language, 'book', wanted.name, book.raw);
    await ensureBooks(context, facts, language);
    throw new NextpanelError('not_bound', `the stored ${wanted.name} was damaged; it is being bound again`);
  }
}

/** What a book waits for, and how to have what there is. */
async function missingPanels({ state }: OpenContext, { id }: StoryFacts): Promise<string> {
  const order = await state.read.order(id);
  const drawn = await state.read.selected(id, order);
  const missing = order.flatMap((panel, index) => (drawn.has(panel) ? [] : [index + 1]));
  if (missing.length === 0) return '';
  const what = drawn.size === 0 ? '' : '; partial=true binds what is drawn so far';
  return `: panel ${panelRanges(missing)} is not drawn${what}`;
}

/** The picture as it is stored, or in the next width of the ladder. */
function opened(
  { imaging }: OpenContext,
  {
    tenant,
    width: asked,
    sha256,
  }: { readonly tenant: string; readonly width: number | undefined; readonly sha256: string },
  read: (reader?: AbortSignal) => ReturnType<OpenedImage['read']>,
): OpenedImage {
  if (asked === undefined) return { etag: sha256, read };
  const width = widthOnLadder(asked);
  return {
    etag: `${sha256}-w${width}`,
    read: (signal) =>
      imaging.resizedPicture({ sha256, width, tenant, signal, read: async () => (await read(signal)).bytes }),
  };
}
