import {
  isOwnPages,
  NextpanelError,
  type OtherPages,
  type Page,
  pageOf,
  pagesName,
  type SheetPlan,
  type SheetView,
} from '@nextpanel/core';
import type { Context } from '../context.ts';
import { hashInputs } from '../finalize/compose-panels.ts';
import { editionOf, sheetsIn } from '../finalize/edition-of.ts';
import { planShownPages, readShownPage, showInPages } from '../finalize/other-pages.ts';
import { numbersOfPage, sheetOf } from '../sheets-of.ts';
import { findEdition } from './edition-language.ts';
import { storyFacts, storyHead } from './read-story.ts';
import { mapPage, type PartQuery, slicePage } from './slice-page.ts';

type SheetsContext = Pick<Context, 'state' | 'planWork'>;

/**
 * A page of the story's sheets, or of those of an edition, composed or not; or of its sheets in other pages, which are composed when they
 * are asked for. Throws `not_found`, `invalid_cursor`.
 */
export async function listSheets(
  context: SheetsContext,
  query: PartQuery & { readonly language?: string } & OtherPages,
): Promise<Page<SheetView>> {
  const { state } = context;
  const head = await storyHead({ state }, query);
  const language = await findEdition({ state }, head, query.language);
  if (!isOwnPages(head.spec, query)) return listOtherSheets(context, { ...query, language });
  const inLanguage = language === undefined ? '' : `?language=${language}`;
  const [composed, pages, shown] = await Promise.all([
    sheetsIn({ state }, query.id, language),
    state.read.pages(query.id),
    editionOf({ state }, await storyFacts({ state }, query), language),
  ]);
  if (!shown) throw new NextpanelError('not_found', 'the edition was deleted');
  const listed = slicePage(
    pages.map((_, index) => index + 1),
    query,
  );
  const panels = shown.show(
    await state.read.panels(
      query.id,
      listed.items.flatMap((number) => pages[number - 1] ?? []),
    ),
  );
  return mapPage(listed, (number) => {
    const sheet = composed.get(number)?.value;
    return {
      number,
      status: sheet ? 'composed' : 'waiting',
      panels: numbersOfPage(pages, number),
      panelIds: [...(pages[number - 1] ?? [])],
      image: sheet
        ? {
            sha256: sheet.sha256,
            width: sheet.width,
            height: sheet.height,
            url: `/v1/stories/${query.id}/sheets/${number}/image${inLanguage}`,
          }
        : null,
      slots: slotsOf(sheetOf(shown.facts.spec, pages, number, panels)),
      warnings: [...(sheet?.warnings ?? [])],
      signature: sheet?.signature ?? null,
    };
  });
}

/** Where the panels of a sheet stand with their narration, in reading order, in shares of its size. */
const slotsOf = ({ width, height, slots }: SheetPlan): SheetView['slots'] =>
  slots
    .map((slot) => {
      const { panel, textBox = slot } = slot;
      const [x, y] = [Math.min(slot.x, textBox.x), Math.min(slot.y, textBox.y)];
      const right = Math.max(slot.x + slot.width, textBox.x + textBox.width);
      const bottom = Math.max(slot.y + slot.height, textBox.y + textBox.height);
      return { panel, x: x / width, y: y / height, width: (right - x) / width, height: (bottom - y) / height };
    })
    .sort((a, b) => a.panel - b.panel);

/** Each has its picture as soon as its panels are drawn; its hash is that of what it is composed from. */
async function listOtherSheets(
  context: SheetsContext,
  query: PartQuery & { readonly language: string | undefined } & OtherPages,
): Promise<Page<SheetView>> {
  const { state } = context;
  const { layout, page, language } = query;
  const shown = await editionOf(context, await storyFacts(context, query), language);
  if (!shown) throw new NextpanelError('not_found', 'the edition was deleted');
  const pages = await planShownPages(context, showInPages(shown, query));
  const { facts } = pages.shown;
  const asked = new URLSearchParams({
    ...(language !== undefined && { language }),
    ...(layout !== undefined && { layout }),
    ...(page !== undefined && { page: pageOf(page).name }),
  }).toString();
  const { items, nextCursor } = slicePage([...pages.pages.keys()], query);
  const sheets = items.map(async (index): Promise<SheetView> => {
    const number = index + 1;
    const frames = await readShownPage({ state }, pages, number);
    const inputs = hashInputs({ facts, ...frames });
    const place = { story: facts.id, pages: pagesName(facts.spec), language };
    const composed = await state.read.otherSheet(place, number);
    const { width, height } = frames.plan;
    const image = { sha256: inputs, width, height, url: `/v1/stories/${query.id}/sheets/${number}/image?${asked}` };
    return {
      number,
      status: frames.missing.length === 0 ? 'composed' : 'waiting',
      panels: numbersOfPage(pages.pages, number),
      panelIds: [...(pages.pages[index] ?? [])],
      image: frames.missing.length === 0 ? image : null,
      slots: slotsOf(frames.plan),
      warnings: composed?.inputs === inputs ? [...composed.warnings] : [],
      signature: composed?.inputs === inputs ? (composed.signature ?? null) : null,
    };
  });
  return { items: await Promise.all(sheets), nextCursor };
}
