import {
  inPages,
  laidPanel,
  layoutSettings,
  type NamedText,
  type OtherPages,
  type PageMap,
  pagesName,
  planPages,
} from '@nextpanel/core';
import type { PanelFacts, StoredSheet } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { planInTurn } from '../plan-in-turn.ts';
import { numbersOfPage, sheetOf } from '../sheets-of.ts';
import { composePanels, hashInputs, type SheetFrames } from './compose-panels.ts';
import type { ShownEdition } from './edition-of.ts';
import { isSignedNow, openSigner, signSheetAgain } from './sign-sheet.ts';

/** Sheets of an edition in another layout or page size than the story's: planned from the frames there are, composed when they are asked for. */
export interface ShownPages {
  readonly shown: ShownEdition;
  readonly pages: PageMap;
}

/**
 * An edition in other pages. Balloons placed by hand belong to the story's own layout: in another one they stand wherever they fit.
 */
export function showInPages({ edition, facts, show }: ShownEdition, wanted: OtherPages): ShownEdition {
  const spec = inPages(facts.spec, wanted);
  const isOwnLayout = spec.book.layout === facts.spec.book.layout;
  return {
    edition,
    facts: { ...facts, spec },
    show: (panels) => (isOwnLayout ? show(panels) : show(panels).map(withoutPlaces)),
  };
}

const withoutPlaces = (panel: PanelFacts): PanelFacts => ({
  ...panel,
  spec: { ...panel.spec, text: (panel.spec.text as readonly NamedText[]).map((text) => ({ ...text, balloon: null })) },
});

/** Plans the pages of `showInPages`. The same frames give the same pages. */
export async function planShownPages(
  context: Pick<Context, 'state' | 'planWork'>,
  shown: ShownEdition,
): Promise<ShownPages> {
  const { state } = context;
  const { id, spec, tenant } = shown.facts;
  const panels = await state.read.panels(id, await state.read.order(id));
  const laid = panels.map(({ id: panel, spec: wishes, selected }) => laidPanel(panel, wishes, selected));
  const settings = layoutSettings(spec);
  const { layout } = settings;
  return {
    shown,
    pages: await planInTurn(context, { tenant, layout, panels: laid.length }, () => planPages(laid, settings)),
  };
}

/** A page of them, with what is drawn of it. */
export async function readShownPage(
  { state }: Pick<Context, 'state'>,
  { shown: { facts, show }, pages }: ShownPages,
  number: number,
): Promise<Omit<SheetFrames, 'facts'> & { readonly missing: readonly number[] }> {
  const ids = pages[number - 1] ?? [];
  const [read, selected] = await Promise.all([state.read.panels(facts.id, ids), state.read.selected(facts.id, ids)]);
  const panels = show(read);
  const missing = numbersOfPage(pages, number).filter((_, index) => !selected.has(ids[index] as string));
  return { panels, selected, missing, plan: sheetOf(facts.spec, pages, number, panels) };
}

/**
 * A sheet of other pages, which must be drawn: as it was composed before, if it shows the same still, or composed now and kept. Throws
 * LostFrame.
 */
export async function composeShownPage(
  context: Pick<Context, 'state' | 'artifacts' | 'imaging' | 'signing' | 'failpoint'>,
  { shown, pages }: ShownPages,
  page: Omit<SheetFrames, 'facts'>,
): Promise<StoredSheet> {
  const { facts, edition } = shown;
  const { number } = page.plan;
  const place = { story: facts.id, pages: pagesName(facts.spec), language: edition?.value.language };
  const present = await context.state.read.otherSheet(place, number);
  const inputs = hashInputs({ facts, ...page });
  const signer = await openSigner(context);
  const frames = { facts, ...page };
  const isUpToDate = present?.inputs === inputs && (await context.artifacts.has(present.sha256));
  if (isUpToDate && isSignedNow(present, signer)) return present;
  const sheet = isUpToDate
    ? await signSheetAgain(context, frames, present, signer)
    : await composePanels(context, frames, { inputs, present: present ?? undefined });
  await context.state.books.keepOtherSheet({ ...place, number, of: pages.length }, sheet);
  return sheet;
}
