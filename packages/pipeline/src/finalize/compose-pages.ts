import {
  type BookLayout,
  characterIds,
  laidPanel,
  layoutSettings,
  type PageSpec,
  planPages,
  standingOf,
} from '@nextpanel/core';
import type { BookPage } from '@nextpanel/imaging';
import type { PanelFacts, StoryFacts } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { loadFrame } from '../frames.ts';
import { sheetOf } from '../sheets-of.ts';
import type { ShownEdition } from './edition-of.ts';
import { pagePanels, readMakers } from './page-panels.ts';
import { hasMarks } from './sheet-lettering.ts';

/** A layout beside the story's main one. */
export interface OtherPages {
  readonly layout: BookLayout;
  readonly page?: PageSpec;
}

/**
 * The pages of a book in another layout or page size than the story's: planned from the frames there are, and composed one at a time while
 * the book is bound. Nothing is drawn, and nothing of it is stored: a sheet takes a tenth of a second.
 */
export async function* composePages(
  context: Pick<Context, 'artifacts' | 'state' | 'imaging'>,
  { facts, show }: ShownEdition,
  { layout, page }: OtherPages,
): AsyncGenerator<BookPage> {
  const { page: _, ...book } = facts.spec.book;
  const spec: StoryFacts['spec'] = { ...facts.spec, book: { ...book, layout, ...(page !== undefined && { page }) } };
  const order = await context.state.read.order(facts.id);
  const panels = show(await context.state.read.panels(facts.id, order));
  const known = new Map(panels.map((panel) => [panel.id, panel]));
  const laid = panels.map(({ id, spec: panel, selected }) => laidPanel(id, panel, selected));
  const pages = planPages(laid, layoutSettings(spec));
  const makers = await readMakers(context, facts);
  for (const [index, ids] of pages.entries()) {
    const shown = ids.flatMap((id) => known.get(id) ?? []);
    const { slots, ...plan } = sheetOf(spec, pages, index + 1, shown);
    const { png, lettering } = await context.imaging.composeSheet({
      plan: { ...plan, slots },
      panels: await Promise.all(shown.map((panel) => sheetPanel(context, panel))),
      speakers: Object.fromEntries(spec.characters.map(({ id, name }) => [id, name])),
      language: spec.language,
      readingDirection: spec.readingDirection,
      ...(spec.book.caps && { caps: spec.book.caps }),
      marks: hasMarks(spec),
    });
    yield { ...plan, png, lettering, panels: pagePanels(context, facts, { panels: shown, slots }, makers) };
  }
}

async function sheetPanel(context: Pick<Context, 'artifacts'>, { id, number, spec, selected }: PanelFacts) {
  if (!selected) throw new Error(`panel ${id} is not drawn`);
  return {
    number,
    frame: (await loadFrame(context, id, selected)).bytes,
    characters: characterIds(spec.characters),
    standing: standingOf(spec.characters),
    text: spec.text,
    ...(spec.focus && { focus: spec.focus }),
  };
}
