import {
  describeFormat,
  formatOf,
  NextpanelError,
  type OtherPages,
  partialFormats,
  wantedBooks,
} from '@nextpanel/core';
import type { Context } from '../context.ts';
import { bindPartialBook } from '../finalize/bind-partial-book.ts';
import { editionOf } from '../finalize/edition-of.ts';
import { LostFrame } from '../frames.ts';
import { reportLostFrame } from '../report-lost-frame.ts';
import { findEdition } from './edition-language.ts';
import { findBook } from './find-book.ts';
import { type OpenedBook, openBook } from './open-bytes.ts';
import { type Scope, storyFacts } from './read-story.ts';

type PartialContext = Parameters<typeof openBook>[0] & Pick<Context, 'bookWork' | 'planWork' | 'signing'>;

/**
 * The book as it is bound; else one bound now from what is drawn so far, in any format that is made for reading. It is not kept as a book of
 * the story. Throws `not_found`, `not_bound` while nothing is drawn, `partial_refused` for other formats, `not_drawn` when a stored picture
 * is damaged.
 *
 * @param signal aborted when the one who asked is gone
 */
export async function openPartialBook(
  context: PartialContext,
  { signal, ...query }: Scope & { format: string; language?: string; signal: AbortSignal } & OtherPages,
): Promise<OpenedBook> {
  const { format: name, language: tag, layout, page, ...scope } = query;
  const facts = await storyFacts(context, scope);
  const language = await findEdition(context, facts, tag);
  const asked = findBook(facts.spec, { name, layout, page });
  const { state } = context;
  const books = await (language === undefined ? state.read.books(scope.id) : state.editions.books(scope.id, language));
  if (asked && books.has(asked.name)) return openBook(context, query);
  const format = asked?.format ?? formatOf(name);
  if (format === null || !partialFormats.includes(format)) throw refused(name);
  const shown = await editionOf(context, facts, language);
  if (!shown) throw new NextpanelError('not_found', 'the edition was deleted');
  const pages = asked ?? wantedBooks({ formats: [{ format, layout, page }] })[0];
  const bind = () =>
    bindPartialBook(context, shown, { format, signal, layout: pages?.layout, page: pages?.page }).catch(
      async (error: unknown) => {
        if (!(error instanceof LostFrame)) throw error;
        await reportLostFrame(context, scope.id, error);
        throw new NextpanelError('not_drawn', 'a stored picture was damaged; it must be drawn again', { cause: error });
      },
    );
  const bound = await context.bookWork({ tenant: scope.tenant, lane: 'view', signal }, bind);
  if (!bound) throw new NextpanelError('not_bound', 'no panel of the story is drawn yet');
  const { mime, extension } = describeFormat(format);
  return {
    file: await context.artifacts.open(bound.sha256),
    mime,
    etag: bound.sha256,
    fileName: `${facts.title}${language === undefined ? '' : `.${language}`}.partial.${extension}`,
  };
}

const refused = (name: string) =>
  new NextpanelError(
    'partial_refused',
    `a ${name} is made from a finished story only; ask for a partial book as ${partialFormats.join(', ')}`,
  );
