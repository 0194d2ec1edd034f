import { type BookFormat, describeFormat, listPictures, NextpanelError } from '@nextpanel/core';
import type { Context } from '../context.ts';
import { sheetsIn } from '../finalize/edition-of.ts';
import { ensureBooks } from '../finalize/ensure-books.ts';
import { loseEditionSheet } from '../finalize/ensure-editions.ts';
import { ensureSheets } from '../finalize/ensure-sheets.ts';
import { isLoss, LostFrame, loadFrame } from '../frames.ts';
import { widthOnLadder } from '../keep-resized.ts';
import { reportLostFrame } from '../report-lost-frame.ts';
import { findEdition } from './edition-language.ts';
import { findAnyPanel, nameOf, type PartRef } from './find-panel.ts';
import { type Scope, storyFacts, storyHead } from './read-story.ts';
import { noTake } from './takes.ts';

type OpenContext = Pick<Context, 'state' | 'artifacts' | 'imaging' | 'queues' | 'log'>;

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
  /** A file to stream. */
  readonly path: string;
  readonly bytes: number;
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
  const cast = listPictures(spec).find(({ picture: it }) => it.sha256 === sha256)?.picture;
  const picture =
    cast ??
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

/** A composed sheet. Throws `not_found`, `not_drawn`; a damaged one is composed again. */
export async function openSheetImage(
  context: OpenContext,
  { number, width, language: tag, ...scope }: Scope & { number: number; width?: number; language?: string },
): Promise<OpenedImage> {
  const facts = await storyFacts(context, scope);
  const language = await findEdition(context, facts, tag);
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

/** A bound book as a file. Throws `not_found`, `not_bound`; a damaged one is bound again. */
export async function openBook(
  context: OpenContext,
  { format, language: tag, ...scope }: Scope & { format: BookFormat; language?: string },
): Promise<OpenedBook> {
  const facts = await storyFacts(context, scope);
  const language = await findEdition(context, facts, tag);
  const { state } = context;
  const books = await (language === undefined ? state.read.books(scope.id) : state.editions.books(scope.id, language));
  const book = books.get(format);
  if (!book) {
    throw new NextpanelError(
      'not_bound',
      facts.spec.book.formats.includes(format)
        ? `the ${format} is not bound yet`
        : `the story asks for no ${format}; it asks for: ${facts.spec.book.formats.join(', ')}`,
    );
  }
  const { mime, extension } = describeFormat(format);
  try {
    return {
      path: await context.artifacts.path(book.value.sha256),
      bytes: book.value.bytes,
      mime,
      etag: book.value.sha256,
      fileName: `${facts.title}${language === undefined ? '' : `.${language}`}.${extension}`,
    };
  } catch (error) {
    if (!isLoss(error)) throw error;
    if (language === undefined) await state.books.loseComposed(scope.id, 'books', format, book.raw);
    else await state.editions.lose(scope.id, language, 'book', format, book.raw);
    await ensureBooks(context, facts, language);
    throw new NextpanelError('not_bound', `the stored ${format} was damaged; it is being bound again`);
  }
}

/** The picture as it is stored, or in the next width of the ladder. */
function opened(
  { imaging }: OpenContext,
  {
    tenant,
    width: asked,
    sha256,
  }: { readonly tenant: string; readonly width: number | undefined; readonly sha256: string },
  read: () => ReturnType<OpenedImage['read']>,
): OpenedImage {
  if (asked === undefined) return { etag: sha256, read };
  const width = widthOnLadder(asked);
  return {
    etag: `${sha256}-w${width}`,
    read: (signal) => imaging.resizedPicture({ sha256, width, tenant, signal, read: async () => (await read()).bytes }),
  };
}
