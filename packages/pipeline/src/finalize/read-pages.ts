import type { BookPage } from '@nextpanel/imaging';
import type { Read, StoredSheet } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { isLoss } from '../frames.ts';
import { sheetOf } from '../sheets-of.ts';
import type { ShownEdition } from './edition-of.ts';
import { pagePanels, readMakers } from './page-panels.ts';
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
    const { slots, layout, background } = sheetOf(facts.spec, pages, number, panels);
    const png = await artifacts.get(value.sha256).catch((error: unknown) => {
      if (isLoss(error)) lost.push(number);
      throw error;
    });
    yield {
      number,
      png,
      width: value.width,
      height: value.height,
      dpi: value.dpi ?? null,
      layout,
      background,
      lettering: await readLettering({ artifacts }, value),
      panels: pagePanels(context, facts, { panels, slots }, makers),
    };
  }
}
