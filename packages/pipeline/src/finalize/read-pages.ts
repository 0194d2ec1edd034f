import type { SheetPlan } from '@nextpanel/core';
import type { BookPage } from '@nextpanel/imaging';
import type { PanelFacts, Read, StoredSheet, StoryFacts } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { isLoss } from '../frames.ts';
import { sheetOf } from '../sheets-of.ts';
import type { ShownEdition } from './edition-of.ts';
import { composeShownPage, readShownPage, type ShownPages } from './other-pages.ts';
import { type Makers, pagePanels, readMakers } from './page-panels.ts';
import { readLettering } from './sheet-lettering.ts';

/**
 * The composed sheets of an edition as pages of a book, read one at a time.
 *
 * @param lost is given the numbers of sheets whose bytes are gone; the pages then end with that error
 */
export async function* readPages(
  context: Pick<Context, 'artifacts' | 'state'>,
  { facts, show }: ShownEdition,
  sheets: ReadonlyMap<number, Read<StoredSheet>>,
  lost: number[],
): AsyncGenerator<BookPage> {
  const { artifacts, state } = context;
  const [pages, makers] = await Promise.all([state.read.pages(facts.id), readMakers(context, facts)]);
  for (const [number, { value }] of sheets) {
    const panels = show(await state.read.panels(facts.id, value.panels));
    const png = () =>
      artifacts.get(value.sha256).catch((error: unknown) => {
        if (isLoss(error)) lost.push(number);
        throw error;
      });
    // Books take the page as it was encoded: that the sheet itself is lost would be found out by a reader only.
    if (!(await artifacts.has(value.sha256))) await png();
    const plan = sheetOf(facts.spec, pages, number, panels);
    yield {
      number,
      png,
      encoded: encodedOf(context, value),
      ...(value.signature && { signedWith: value.signature.certificate }),
      ...(await describePage(context, facts, { sheet: value, panels, plan }, makers)),
    };
  }
}

/**
 * The pages of a book in another layout or page size than the story's, each composed when it is its turn, unless it was before. Throws
 * LostFrame.
 *
 * @param warn gets what to know of each page
 */
export async function* composePages(
  context: Pick<Context, 'artifacts' | 'state' | 'imaging' | 'signing' | 'failpoint'>,
  shown: ShownPages,
  warn: (warnings: StoredSheet['warnings']) => void,
): AsyncGenerator<BookPage> {
  const { facts } = shown.shown;
  const makers = await readMakers(context, facts);
  for (const number of shown.pages.keys()) {
    const page = await readShownPage(context, shown, number + 1);
    const sheet = await composeShownPage(context, shown, page);
    warn(sheet.warnings);
    const png = () => context.artifacts.get(sheet.sha256);
    yield { number: number + 1, png, ...(await describePage(context, facts, { ...page, sheet }, makers)) };
  }
}

/** What books take of a page as it was encoded when it was composed. Lost bytes are no loss: the page is encoded again. */
const encodedOf =
  ({ artifacts }: Pick<Context, 'artifacts'>, { encoded = {} }: StoredSheet): NonNullable<BookPage['encoded']> =>
  async (as) => {
    const sha256 = encoded[as];
    if (sha256 === undefined) return null;
    return artifacts.get(sha256).catch((error: unknown) => {
      if (isLoss(error)) return null;
      throw error;
    });
  };

interface PageFacts {
  readonly sheet: StoredSheet;
  readonly panels: readonly PanelFacts[];
  readonly plan: SheetPlan;
}

/** What a composed sheet is as a page of a book, without its number and its picture. */
export async function describePage(
  { artifacts }: Pick<Context, 'artifacts'>,
  facts: StoryFacts,
  { sheet, panels, plan: { slots, layout, background } }: PageFacts,
  makers: Makers,
): Promise<Omit<BookPage, 'number' | 'png'>> {
  return {
    width: sheet.width,
    height: sheet.height,
    dpi: sheet.dpi ?? null,
    layout,
    background,
    lettering: await readLettering({ artifacts }, sheet),
    panels: pagePanels({ artifacts }, facts, { panels, slots }, makers),
  };
}
