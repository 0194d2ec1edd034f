import { type BookFormat, NextpanelError } from '@nextpanel/core';
import type { Context } from '../context.ts';
import { ensureBooks } from '../finalize/ensure-books.ts';
import { ensureSheets } from '../finalize/ensure-sheets.ts';
import { isLoss, LostFrame, loadFrame } from '../frames.ts';
import { reportLostFrame } from '../report-lost-frame.ts';
import { type Scope, storyFacts } from './read-story.ts';

type OpenContext = Pick<Context, 'state' | 'artifacts' | 'imaging' | 'queues' | 'log'>;

export interface OpenedImage {
  readonly bytes: Uint8Array;
  readonly mime: string;
  readonly etag: string;
}

export interface OpenedBook {
  /** A file to stream. */
  readonly path: string;
  readonly bytes: number;
  readonly mime: string;
  readonly etag: string;
  readonly fileName: string;
}

const bookMimes: Record<BookFormat, { mime: string; ending: string }> = {
  pdf: { mime: 'application/pdf', ending: 'pdf' },
  cbz: { mime: 'application/vnd.comicbook+zip', ending: 'cbz' },
  epub: { mime: 'application/epub+zip', ending: 'epub' },
  webtoon: { mime: 'application/zip', ending: 'webtoon.zip' },
  images: { mime: 'application/zip', ending: 'zip' },
};

/**
 * A panel's frame, bytes untouched unless a width is asked for. Throws `not_found`, `not_drawn`; damaged bytes are never
 * given out: the frame is reported lost and `not_drawn` is thrown.
 */
export async function openPanelImage(
  context: OpenContext,
  { number, width, ...scope }: Scope & { number: number; width?: number },
): Promise<OpenedImage> {
  const facts = await storyFacts(context, scope);
  const [panel] = await context.state.read.panels(scope.id, [number]);
  if (!panel)
    throw new NextpanelError('not_found', `the story has ${facts.panels} panels; there is no panel ${number}`);
  const frame = panel.selected ?? panel.kept;
  if (!frame) throw new NextpanelError('not_drawn', `panel ${number} is not drawn yet`);
  try {
    const { bytes, mime, sha256 } = await loadFrame(context, number, frame);
    return await resized(context, { bytes, mime, etag: sha256 }, width);
  } catch (error) {
    if (!(error instanceof LostFrame)) throw error;
    await reportLostFrame(context, scope.id, error);
    throw new NextpanelError('not_drawn', `the stored picture of panel ${number} was damaged; it must be drawn again`);
  }
}

/** A composed sheet. Throws `not_found`, `not_drawn`; a damaged one is composed anew. */
export async function openSheetImage(
  context: OpenContext,
  { number, width, ...scope }: Scope & { number: number; width?: number },
): Promise<OpenedImage> {
  const facts = await storyFacts(context, scope);
  if (number < 1 || number > facts.sheets) {
    throw new NextpanelError('not_found', `the story has ${facts.sheets} sheets; there is no sheet ${number}`);
  }
  const sheet = (await context.state.read.sheets(scope.id)).get(number);
  if (!sheet) throw new NextpanelError('not_drawn', `sheet ${number} is not composed yet`);
  try {
    const bytes = await context.artifacts.get(sheet.value.sha256);
    return await resized(context, { bytes, mime: 'image/png', etag: sheet.value.sha256 }, width);
  } catch (error) {
    if (!isLoss(error)) throw error;
    await context.state.books.loseComposed(scope.id, 'sheets', number, sheet.raw);
    await ensureSheets(context, scope.id, facts.spec, sheet.value.panels);
    throw new NextpanelError('not_drawn', `the stored sheet ${number} was damaged; it is being composed again`);
  }
}

/** A bound book as a file. Throws `not_found`, `not_bound`; a damaged one is bound anew. */
export async function openBook(
  context: OpenContext,
  { format, ...scope }: Scope & { format: BookFormat },
): Promise<OpenedBook> {
  const facts = await storyFacts(context, scope);
  const book = (await context.state.read.books(scope.id)).get(format);
  if (!book) {
    throw new NextpanelError(
      'not_bound',
      facts.spec.book.formats.includes(format)
        ? `the ${format} is not bound yet`
        : `the story asks for no ${format}; it asks for: ${facts.spec.book.formats.join(', ')}`,
    );
  }
  const { mime, ending } = bookMimes[format];
  try {
    return {
      path: await context.artifacts.path(book.value.sha256),
      bytes: book.value.bytes,
      mime,
      etag: book.value.sha256,
      fileName: `${facts.title}.${ending}`,
    };
  } catch (error) {
    if (!isLoss(error)) throw error;
    await context.state.books.loseComposed(scope.id, 'books', format, book.raw);
    await ensureBooks(context, facts);
    throw new NextpanelError('not_bound', `the stored ${format} was damaged; it is being bound again`);
  }
}

async function resized({ imaging }: OpenContext, image: OpenedImage, width?: number): Promise<OpenedImage> {
  if (width === undefined) return image;
  const { bytes, mime } = await imaging.resizePicture(image.bytes, width);
  return { bytes, mime, etag: `${image.etag}-w${width}` };
}
