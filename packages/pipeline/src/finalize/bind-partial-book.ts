import {
  type BookFormat,
  coverPanel,
  creditWords,
  isCoverPanel,
  isOwnPages,
  layoutSettings,
  type OtherPages,
} from '@nextpanel/core';
import { installFonts } from '../book-fonts.ts';
import type { Context } from '../context.ts';
import { describeStory } from './describe-story.ts';
import { type ShownEdition, sheetsIn } from './edition-of.ts';
import { matterOf, withMatter } from './matter-pages.ts';
import { planShownPages, showInPages } from './other-pages.ts';
import { partialPages, withKept } from './partial-pages.ts';
import { openSigner } from './sign-sheet.ts';

type BindContext = Pick<Context, 'state' | 'artifacts' | 'imaging' | 'signing' | 'planWork'>;

interface PartialBook extends OtherPages {
  readonly format: BookFormat;
  /** Aborted when the reader has left: binding ends between two pages. */
  readonly signal: AbortSignal;
}

/** A file of what is drawn so far. Nothing refers to it: it is swept like everything that is not wanted. */
export interface BoundPart {
  readonly sha256: string;
  readonly drawn: number;
  readonly total: number;
}

/**
 * Binds what is drawn of an edition, up to the last page that shows a drawn panel. Its title says that it is partial, and it has an identifier
 * of its own, so that no reader takes it for the book. It is no book of the story: the state does not know of it.
 *
 * @returns null: nothing is drawn
 */
export async function bindPartialBook(
  context: BindContext,
  edition: ShownEdition,
  { format, signal, ...wanted }: PartialBook,
): Promise<BoundPart | null> {
  const { state, artifacts, imaging } = context;
  const isOwn = isOwnPages(edition.facts.spec, wanted);
  const shown = isOwn ? edition : showInPages(edition, wanted);
  const { facts } = shown;
  const pages = isOwn ? await state.read.pages(facts.id) : (await planShownPages(context, shown)).pages;
  const panels = (await state.read.panels(facts.id, pages.flat())).map(withKept);
  const drawn = new Set(panels.flatMap(({ id, selected }) => (selected ? [id] : [])));
  if (drawn.size === 0) return null;
  const count = pages.findLastIndex((page) => page.some((panel) => drawn.has(panel))) + 1;
  const sheets = isOwn ? await sheetsIn(context, facts.id, edition.edition?.value.language) : new Map();
  const matter = matterOf(facts, format);
  const hasCover = await isCoverThere(context, shown, drawn);
  const part = { drawn: drawn.size, total: panels.length };
  const signer = await openSigner(context);
  const { sha256 } = await artifacts.putFile(async (destination) => {
    await installFonts(context, facts.spec.book.fonts);
    const marked = markPartial(shown, part);
    const story = partialPages(context, { shown: marked, pages, sheets, count });
    const shownMatter = matter.filter((kind) => kind !== 'cover' || hasCover);
    const input = {
      story: { ...describeStory(marked.facts, edition.edition?.value), id: `${facts.id} partial` },
      pages: untilAborted(withMatter(context, marked, story, shownMatter), signal),
      paper: layoutSettings(facts.spec).page,
      pageCount: count + (facts.spec.book.credits === true ? 1 : 0),
      ...(signer && { signer }),
    };
    await imaging.bindBook(format, input, destination);
  });
  return { sha256, ...part };
}

/**
 * As its book shows it: `The Hare (partial, 12/64)`, also on cover and credits. An identifier that the user gave belongs to the finished book.
 */
function markPartial({ facts, ...shown }: ShownEdition, { drawn, total }: Omit<BoundPart, 'sha256'>): ShownEdition {
  const { spec } = facts;
  const { partial } = creditWords(spec.language);
  const title = `${facts.title} (${partial}, ${drawn}/${total})`;
  return { ...shown, facts: { ...facts, title, spec: { ...spec, book: { ...spec.book, identifier: null } } } };
}

/** Whether the picture of the cover is drawn. */
async function isCoverThere(
  { state }: BindContext,
  { facts: { id, spec } }: ShownEdition,
  drawn: ReadonlySet<string>,
): Promise<boolean> {
  const { cover } = spec.book;
  if (spec.coverPicture && typeof cover?.asset === 'string') return true;
  if (isCoverPanel(spec, coverPanel)) return (await state.read.selected(id, [coverPanel])).has(coverPanel);
  return drawn.has(String(cover?.panel)) && (await state.read.selected(id, [String(cover?.panel)])).size > 0;
}

async function* untilAborted<Page>(pages: AsyncIterable<Page>, signal: AbortSignal): AsyncGenerator<Page> {
  for await (const page of pages) {
    signal.throwIfAborted();
    yield page;
  }
}
