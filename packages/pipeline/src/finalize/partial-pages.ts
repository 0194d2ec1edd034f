import { createHash } from 'node:crypto';
import { creditWords, type PageMap } from '@nextpanel/core';
import type { BookPage, PagePanel } from '@nextpanel/imaging';
import type { PanelFacts, Read, StoredSheet } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { isLoss } from '../frames.ts';
import { sheetOf } from '../sheets-of.ts';
import type { ShownEdition } from './edition-of.ts';
import { type Makers, pagePanels, readMakers, sceneNamed } from './page-panels.ts';
import { describePage } from './read-pages.ts';
import { bookToCompose, panelToCompose } from './sheet-input.ts';

type PartialContext = Pick<Context, 'state' | 'artifacts' | 'imaging'>;

interface PartialPages {
  readonly shown: ShownEdition;
  readonly pages: PageMap;
  /** Sheets that are composed, by number. */
  readonly sheets: ReadonlyMap<number, Read<StoredSheet>>;
  /** How many of the pages are shown. */
  readonly count: number;
}

/**
 * The pages of a book before everything is drawn, read one at a time: composed sheets as they are, the others composed now from the frames
 * there are, with placeholders for the rest and without their words. Nothing of them is stored. Throws LostFrame.
 */
export async function* partialPages(
  context: PartialContext,
  { shown, pages, sheets, count }: PartialPages,
): AsyncGenerator<BookPage> {
  const { facts, show } = shown;
  const makers = await readMakers(context, facts);
  for (let number = 1; number <= count; number += 1) {
    const panels = show((await context.state.read.panels(facts.id, pages[number - 1] ?? [])).map(withKept));
    const plan = sheetOf(facts.spec, pages, number, panels);
    const page = { panels, plan };
    yield (await readComposed(context, shown, { ...page, sheet: sheets.get(number)?.value }, makers)) ??
      (await composeWithGaps(context, shown, page, makers));
  }
}

/** A frame that is kept for a batch under way is drawn. */
export const withKept = (panel: PanelFacts): PanelFacts => ({ ...panel, selected: panel.selected ?? panel.kept });

interface Page {
  readonly panels: readonly PanelFacts[];
  readonly plan: ReturnType<typeof sheetOf>;
}

/** Null: it is not composed, or its bytes are lost. */
async function readComposed(
  context: PartialContext,
  { facts }: ShownEdition,
  { sheet, ...page }: Page & { readonly sheet: StoredSheet | undefined },
  makers: Makers,
): Promise<BookPage | null> {
  if (!sheet || !(await context.artifacts.has(sheet.sha256))) return null;
  try {
    const png = () => context.artifacts.get(sheet.sha256);
    return { number: page.plan.number, png, ...(await describePage(context, facts, { ...page, sheet }, makers)) };
  } catch (error) {
    if (isLoss(error)) return null;
    throw error;
  }
}

async function composeWithGaps(
  context: PartialContext,
  { facts }: ShownEdition,
  { panels, plan }: Page,
  makers: Makers,
): Promise<BookPage> {
  const { imaging } = context;
  const { undrawn } = creditWords(facts.spec.language);
  const drawn = panels.filter(({ selected }) => selected !== null);
  const gaps: PagePanel[] = [];
  for (const panel of panels.filter(({ selected }) => selected === null)) {
    const { number, spec } = panel;
    const slot = plan.slots.find((it) => it.panel === number);
    if (!slot) continue;
    const picture = await imaging.drawPlaceholder(`${undrawn} (${number})`, facts.spec.language, slot);
    gaps.push({
      number,
      alt: undrawn,
      texts: [],
      opensScene: spec.pause === 'long',
      ...sceneNamed(facts.spec, panel),
      slot: { x: slot.x, y: slot.y, width: slot.width, height: slot.height },
      frameSize: { width: slot.width, height: slot.height },
      provenance: { sha256: createHash('sha256').update(picture).digest('hex'), source: 'program' },
      frame: async () => picture,
    });
  }
  const composed = await imaging.composeSheet({
    plan,
    panels: [
      ...(await Promise.all(
        drawn.map((panel) => panelToCompose(context, panel, panel.selected as NonNullable<PanelFacts['selected']>)),
      )),
      ...(await Promise.all(gaps.map(async ({ number, frame }) => ({ number, frame: await frame(), text: [] })))),
    ],
    ...(await bookToCompose(context, facts)),
  });
  const { width, height, dpi, layout, background } = plan;
  return {
    number: plan.number,
    png: async () => Uint8Array.from(composed.png),
    width,
    height,
    dpi,
    layout,
    background,
    lettering: composed.lettering,
    panels: [...pagePanels(context, facts, { panels: drawn, slots: plan.slots }, makers), ...gaps].sort(
      (a, b) => a.number - b.number,
    ),
  };
}
