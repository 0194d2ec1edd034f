import {
  type BookFormat,
  type BookToPublish,
  checkPublishing,
  formatsWithoutPaper,
  isOwnPages,
  layoutSettings,
  type PublishCheckView,
  type PublishProfileName,
  printedDpi,
  publishProfiles,
  wantedBooks,
} from '@nextpanel/core';
import type { PanelFacts, StoryFacts } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { editionOf } from '../finalize/edition-of.ts';
import { planShownPages, type ShownPages, showInPages } from '../finalize/other-pages.ts';
import { type Makers, readMakers } from '../finalize/page-panels.ts';
import { sheetOf } from '../sheets-of.ts';
import { findEdition } from './edition-language.ts';
import { type Scope, storyFacts } from './read-story.ts';

/**
 * Compares a story, or one of its editions, with what a platform asks for: its policy on AI, and what the book lacks. Changes nothing.
 * Throws `not_found`.
 */
export async function publishCheck(
  context: Pick<Context, 'state' | 'planWork'>,
  { profile, language: tag, ...scope }: Scope & { readonly profile: PublishProfileName; readonly language?: string },
): Promise<PublishCheckView> {
  const { state } = context;
  const stored = await storyFacts(context, scope);
  const language = await findEdition(context, stored, tag);
  const shown = await editionOf(context, stored, language);
  const facts = shown?.facts ?? stored;
  const bound = await (language === undefined ? state.read.books(scope.id) : state.editions.books(scope.id, language));
  const { author, summary, rights } = facts.spec.book;
  const wanted = wantedBooks(facts.spec.book);
  const sizes = new Map<BookFormat, number>();
  for (const { name, format } of wanted) {
    const bytes = bound.get(name)?.value.bytes;
    if (bytes !== undefined) sizes.set(format, Math.max(bytes, sizes.get(format) ?? 0));
  }
  // What a shop is sent may have pages of its own: the story's are not what is printed then.
  const sent = wanted.find((it) => publishProfiles[profile].formats.includes(it.format) && !isOwnPages(facts.spec, it));
  const own = { edition: shown?.edition ?? null, facts, show: shown?.show ?? ((panels) => panels) };
  const planned = sent
    ? await planShownPages(context, showInPages(own, sent))
    : { shown: own, pages: await state.read.pages(facts.id) };
  const book: BookToPublish = {
    author,
    summary,
    rights,
    pages: planned.pages.length + (facts.spec.book.credits === true ? 1 : 0),
    formats: [...new Set(wanted.map(({ format }) => format))],
    asked: wanted.map(({ name }) => name),
    without: publishProfiles[profile].formats.filter((format) => !isBindable(facts.spec, format)),
    strip: layoutSettings(facts.spec).layout === 'webtoon',
    bound: sizes,
    panels: await panelsOf(context, planned),
    cancelled: stored.status === 'cancelled',
  };
  return checkPublishing(profile, book);
}

/** Whether the story's own pages are made for a format. */
const isBindable = (spec: StoryFacts['spec'], format: BookFormat): boolean =>
  formatsWithoutPaper({ ...spec, book: { ...spec.book, formats: [format] } }).length === 0;

async function panelsOf(
  context: Pick<Context, 'state'>,
  { shown: { facts, show }, pages }: ShownPages,
): Promise<BookToPublish['panels']> {
  const { read } = context.state;
  const makers = await readMakers(context, facts);
  const panels = show(await read.panels(facts.id, pages.flat()));
  const known = new Map(panels.map((panel) => [panel.id, panel]));
  const paper = layoutSettings(facts.spec).page !== null;
  return pages.flatMap((ids, index) => {
    const on = ids.flatMap((id) => known.get(id) ?? []);
    const { slots, dpi } = sheetOf(facts.spec, pages, index + 1, on);
    return on.map((panel) => {
      const { number, selected, spec } = panel;
      const slot = slots.find((it) => it.panel === number);
      return {
        number,
        drawn: selected !== null,
        described: spec.alt !== undefined,
        dpi: paper && selected && slot && dpi !== null ? printedDpi(selected, slot, dpi) : null,
        generated: isGenerated(panel, makers),
      };
    });
  });
}

const isGenerated = ({ selected }: PanelFacts, makers: Makers): boolean =>
  selected?.source.kind === 'request' && makers(selected.source.request).provider !== 'storyboard';
