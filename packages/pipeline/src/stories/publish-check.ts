import {
  type BookFormat,
  type BookToPublish,
  checkPublishing,
  layoutSettings,
  type PublishCheckView,
  type PublishProfileName,
  printedDpi,
  wantedBooks,
} from '@nextpanel/core';
import type { PanelFacts, StoryFacts } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { editionOf } from '../finalize/edition-of.ts';
import { type Makers, readMakers } from '../finalize/page-panels.ts';
import { sheetOf } from '../sheets-of.ts';
import { findEdition } from './edition-language.ts';
import { type Scope, storyFacts } from './read-story.ts';

/**
 * Compares a story, or one of its editions, with what a platform asks for: its policy on AI, and what the book lacks. Changes nothing.
 * Throws `not_found`.
 */
export async function publishCheck(
  context: Pick<Context, 'state'>,
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
  const book: BookToPublish = {
    author,
    summary,
    rights,
    pages: facts.sheets,
    formats: [...new Set(wanted.map(({ format }) => format))],
    bound: sizes,
    panels: await panelsOf(context, facts, shown?.show ?? ((panels) => panels)),
  };
  return checkPublishing(profile, book);
}

async function panelsOf(
  context: Pick<Context, 'state'>,
  facts: StoryFacts,
  show: (panels: readonly PanelFacts[]) => readonly PanelFacts[],
): Promise<BookToPublish['panels']> {
  const { read } = context.state;
  const [pages, makers] = await Promise.all([read.pages(facts.id), readMakers(context, facts)]);
  const panels = show(await read.panels(facts.id, pages.flat()));
  const known = new Map(panels.map((panel) => [panel.id, panel]));
  const paper = layoutSettings(facts.spec).page !== null;
  return pages.flatMap((ids, index) => {
    const shown = ids.flatMap((id) => known.get(id) ?? []);
    const { slots, dpi } = sheetOf(facts.spec, pages, index + 1, shown);
    return shown.map((panel) => {
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
