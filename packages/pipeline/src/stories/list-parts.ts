import {
  type AttemptOutcome,
  type AttemptView,
  type BatchStatus,
  type BatchView,
  characterIds,
  isDrawingStatus,
  isOwnPages,
  type LedgerEntry,
  NextpanelError,
  type OtherPages,
  outfitOf,
  type Page,
  type PanelView,
  pageOf,
  pagesName,
  reviewProvider,
  type SheetPlan,
  type SheetView,
  type StoryView,
  standingOf,
  usd,
  withCharacterIds,
} from '@nextpanel/core';
import type {
  BatchFacts,
  ChainLink,
  PanelFacts,
  StoredFrame,
  StoryFacts,
  StoryHead,
  StoryQuery,
} from '@nextpanel/store';
import { warningsOfChecks } from '../checks/shown-verdicts.ts';
import type { Context } from '../context.ts';
import { hasOldPlate, isStale } from '../draw/turn.ts';
import { hashInputs } from '../finalize/compose-panels.ts';
import { editionOf, sheetsIn } from '../finalize/edition-of.ts';
import { planShownPages, readShownPage, showInPages } from '../finalize/other-pages.ts';
import { readDrawnPlates } from '../plates.ts';
import { numbersOfPage, sheetOf } from '../sheets-of.ts';
import { warnOfSize } from '../warn-of-size.ts';
import { openOldLooks } from './earlier-looks.ts';
import { findEdition } from './edition-language.ts';
import { findBatch, findPicture, type PartRef } from './find-panel.ts';
import { type Scope, storyFacts, storyHead, viewStory } from './read-story.ts';
import { viewPictures } from './view-pictures.ts';

type ReadContext = Pick<Context, 'state'>;
type SheetsContext = Pick<Context, 'state' | 'planWork'>;

/** A page of a story's parts. `cursor` is what the page before answered with. */
export interface PartQuery extends Scope {
  readonly limit: number;
  readonly cursor?: string;
}

/** A page of a tenant's stories. Throws `invalid_cursor`. */
export async function listStories(
  { state, queues }: ReadContext & Pick<Context, 'queues'>,
  query: Omit<StoryQuery, 'sort'> & { readonly sort?: StoryQuery['sort'] },
): Promise<Page<StoryView>> {
  const { items, nextCursor } = await state.list({ ...query, sort: query.sort ?? '-created' });
  const places = await placesInLine({ queues }, items);
  return {
    items: items.map((facts) => {
      const line = places.get(facts.id);
      return { ...viewStory(facts), ...(line && { line }) };
    }),
    nextCursor,
  };
}

/** Where those stories stand that wait for a turn. */
async function placesInLine(
  { queues }: Pick<Context, 'queues'>,
  stories: readonly StoryFacts[],
): Promise<ReadonlyMap<string, NonNullable<StoryView['line']>>> {
  const waiting = stories.filter(({ status }) => isDrawingStatus(status));
  const byProvider = Map.groupBy(waiting, ({ spec }) => spec.render.provider);
  const places = await Promise.all(
    [...byProvider].map(([provider, of]) =>
      queues.placesOf(
        provider,
        of.map(({ id }) => id),
      ),
    ),
  );
  return new Map(places.flatMap((of) => [...of]));
}

/** A page of panels in reading order. Throws `not_found`, `invalid_cursor`. */
export async function listPanels({ state }: ReadContext, query: PartQuery): Promise<Page<PanelView>> {
  const facts = await storyFacts({ state }, query);
  const page = slicePage(await state.read.order(query.id), query);
  return { items: await viewPanels({ state }, facts, page.items), nextCursor: page.nextCursor };
}

/** One panel. Throws `not_found`. */
export async function viewPanel(context: ReadContext, scope: Scope, ref: PartRef): Promise<PanelView> {
  const head = await storyHead(context, scope);
  const [panel] = await viewPanels(context, head, [await findPicture(context, scope, ref)]);
  return panel as PanelView;
}

async function viewPanels(
  { state }: ReadContext,
  facts: Pick<StoryHead, 'id' | 'status' | 'spec'>,
  ids: readonly string[],
): Promise<PanelView[]> {
  // The cover comes after the last batch, and follows from the same frames.
  const chain = (await Promise.all([state.read.chain(facts.id), state.read.cover(facts.id)])).flat();
  const shown = chain.filter((link) => link.panels.some((id) => ids.includes(id)));
  const [checked, batches, panels, followed] = await Promise.all([
    facts.spec.checks || facts.spec.review
      ? warningsOfChecks({ state }, facts.id)
      : new Map<string, PanelView['warnings']>(),
    state.read.batchesById(
      facts.id,
      shown.map(({ id }) => id),
    ),
    state.read.panels(facts.id, ids),
    followedFrames({ state }, facts, chain, shown),
  ]);
  const accepted = await state.checks.accepted(
    facts.id,
    panels.flatMap(({ id, selected }) => (selected ? [{ panel: id, sha256: selected.sha256 }] : [])),
  );
  return panels.map((panel) => {
    const batch = batches.find((it) => it.panels.includes(panel.id));
    const frame = panel.selected ?? panel.kept;
    const inHand = facts.status === 'drawing' && batch?.status === 'drawing' && !panel.kept;
    return {
      id: panel.id,
      number: panel.number,
      status: panel.failure ? 'failed' : inHand ? 'drawing' : frame && !panel.asked ? 'drawn' : 'waiting',
      stale: batch !== undefined && isPanelStale(followed, batch, panel.id, panel.selected),
      prompt: panel.spec.prompt,
      characters: characterIds(panel.spec.characters),
      standing: [...standingOf(panel.spec.characters)].map(([id, at]) => ({ id, at })),
      scene: panel.spec.scene ?? null,
      outfits: outfitsIn(facts.spec, panel),
      text: panel.spec.text,
      ...(panel.spec.focus && { focus: panel.spec.focus }),
      take: panel.take,
      takes: panel.takes,
      frame: frame && {
        sha256: frame.sha256,
        width: frame.width,
        height: frame.height,
        url: `/v1/stories/${facts.id}/panels/${panel.number === 0 ? `id:${panel.id}` : panel.number}/image`,
      },
      ...viewPictures(facts.id, frame ?? {}),
      warnings: [...warnOfSize(frame), ...(checked.get(panel.id) ?? [])],
      accepted: accepted.has(panel.id),
      failure: panel.failure,
    };
  });
}

/** What characters of a panel wear instead of the clothes of their description. */
function outfitsIn(story: StoryHead['spec'], { spec }: PanelFacts): { id: string; outfit: string }[] {
  const shown = withCharacterIds(spec);
  return shown.characters.flatMap((id) => {
    const outfit = outfitOf(story, shown, id);
    return outfit === null ? [] : [{ id, outfit }];
  });
}

/** What the panels of some batches follow: the selected frame of the chain's first panel, and of the last one before each batch. */
interface Followed {
  readonly anchor: string | undefined;
  readonly before: ReadonlyMap<string, string | undefined>;
  readonly selected: ReadonlyMap<string, { readonly value: StoredFrame }>;
  readonly plates: ReadonlyMap<string, StoredFrame>;
  /** Whether a frame was drawn before the description or pictures of something it shows were changed. */
  readonly isOldLook: ReturnType<typeof openOldLooks>;
}

async function followedFrames(
  { state }: ReadContext,
  { id, spec }: Pick<StoryHead, 'id' | 'spec'>,
  chain: readonly ChainLink[],
  batches: readonly ChainLink[],
): Promise<Followed> {
  const anchor = chain[0]?.panels[0];
  const before = new Map(batches.map((batch) => [batch.id, chain[chain.indexOf(batch) - 1]?.panels.at(-1)] as const));
  const panels = [...new Set([anchor, ...before.values()])].filter((panel) => panel !== undefined);
  const [selected, plates] = await Promise.all([state.read.selected(id, panels), readDrawnPlates({ state }, id, spec)]);
  return { anchor, before, selected, plates, isOldLook: openOldLooks(spec) };
}

function isPanelStale(
  { anchor, before, selected, plates, isOldLook }: Followed,
  batch: Pick<BatchFacts, 'id'>,
  panel: string,
  frame: StoredFrame | null,
): boolean {
  const frameOf = (of: string | undefined) => (of === undefined ? null : (selected.get(of)?.value ?? null));
  return (
    frame !== null &&
    (hasOldPlate(frame, plates) ||
      isOldLook(frame) ||
      isStale(frame, panel === anchor ? null : frameOf(anchor), frameOf(before.get(batch.id))))
  );
}

/** A page of the chain. Throws `not_found`, `invalid_cursor`. */
export async function listBatches(context: ReadContext, query: PartQuery): Promise<Page<BatchView>> {
  const facts = await storyFacts(context, query);
  return slicePage(await viewBatches(context, facts), query);
}

/** One batch of a story. Throws `not_found`. */
export async function viewBatch(context: ReadContext, scope: Scope, ref: PartRef): Promise<BatchView> {
  const facts = await storyFacts(context, scope);
  return findBatch(await viewBatches(context, facts), ref);
}

async function viewBatches({ state }: ReadContext, facts: StoryFacts): Promise<BatchView[]> {
  const order = await state.read.order(facts.id);
  const numbers = new Map(order.map((panel, index) => [panel, index + 1]));
  const batches = await state.read.batches(facts.id);
  const [requests, selected, followed] = await Promise.all([
    state.read.requests(facts.id),
    state.read.selected(facts.id, order),
    followedFrames({ state }, facts, batches, batches),
  ]);
  const numberOf = (panel: string) => numbers.get(panel) ?? 0;
  const cost = new Map<string, number>();
  for (const { batch, outcome } of requests) cost.set(batch, (cost.get(batch) ?? 0) + (outcome?.cost ?? 0));
  return batches.map((batch) => {
    const shown = batch.panels.map(numberOf).filter((number) => number > 0);
    const { reference } = batch;
    return {
      id: batch.id,
      number: batch.number,
      status: shownStatus(facts, batch.status),
      panels: shown.length === 0 ? [0, 0] : [Math.min(...shown), Math.max(...shown)],
      panelIds: [...batch.panels],
      stale: batch.panels.some(
        (panel) => numbers.has(panel) && isPanelStale(followed, batch, panel, selected.get(panel)?.value ?? null),
      ),
      reference: reference && {
        panel: numberOf(reference.panel),
        panelId: reference.panel,
        sha256: reference.sha256,
      },
      attempts: batch.attempts,
      costUsd: usd(cost.get(batch.id) ?? 0),
    };
  });
}

/** What is not drawn of a cancelled story is cancelled; that follows from the story and is not stored. */
const shownStatus = (facts: StoryFacts, status: BatchStatus): BatchStatus =>
  facts.status === 'cancelled' && status !== 'drawn' ? 'cancelled' : status;

/** A page of all tries at the story's batches. Throws `not_found`, `invalid_cursor`. */
export async function listAttempts({ state }: ReadContext, query: PartQuery): Promise<Page<AttemptView>> {
  await storyHead({ state }, query);
  const places = await placesOf({ state }, query);
  return mapPage(slicePage(await state.read.attempts(query.id), query), ({ batch, number, start, end }) => ({
    batch: places.get(batch) ?? 0,
    batchId: batch,
    number,
    startedAt: new Date(start.at).toISOString(),
    endedAt: end && new Date(end.at).toISOString(),
    waitedMs: start.waited ?? null,
    providerMs: end?.provider ?? null,
    outcome: (end?.outcome as AttemptOutcome | undefined) ?? null,
    code: end?.failure?.code ?? end?.code ?? null,
    detail: end?.failure?.detail ?? null,
  }));
}

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

/** A page of the requests that were, or may have been, paid for a story. Throws `not_found`, `invalid_cursor`. */
export async function listLedger({ state }: ReadContext, query: PartQuery): Promise<Page<LedgerEntry>> {
  const { render } = (await storyHead({ state }, query)).spec;
  const places = await placesOf({ state }, query);
  const order = await state.read.order(query.id);
  const numbers = new Map(order.map((panel, index) => [panel, index + 1]));
  return mapPage(slicePage(await state.read.requests(query.id), query), (request) => ({
    request: request.id,
    key: request.key,
    story: query.id,
    batch: places.get(request.batch) ?? 0,
    batchId: request.batch,
    panels: request.panels.flatMap((panel) => numbers.get(panel) ?? []),
    panelIds: [...request.panels],
    provider: request.judge === null ? (request.provider ?? render.provider) : reviewProvider,
    model: request.judge ?? request.model ?? render.model,
    state: request.state,
    vendorId: request.vendorId ?? request.outcome?.requestId ?? null,
    estimateUsd: usd(request.estimate),
    costUsd: usd(request.outcome?.cost ?? 0),
    orderedAt: request.orderedAt === null ? null : new Date(request.orderedAt).toISOString(),
    settledAt: request.settledAt === null ? null : new Date(request.settledAt).toISOString(),
    code: request.outcome?.code ?? null,
    imported: request.imported,
    evidence: request.evidence.map(({ at, source, says, cost }) => ({
      at: new Date(at).toISOString(),
      source,
      says,
      costUsd: cost === undefined ? null : usd(cost),
    })),
  }));
}

/** The places of a story's batches in its chain, by id. */
const placesOf = async ({ state }: ReadContext, { id }: Scope): Promise<ReadonlyMap<string, number>> =>
  new Map((await state.read.chain(id)).map((batch, index) => [batch.id, index + 1]));

/** Pages of a list whose order never changes; the cursor is how many came before. */
export function slicePage<Item>(
  all: readonly Item[],
  { limit, cursor = '0' }: { limit: number; cursor?: string },
): Page<Item> {
  if (!/^\d{1,9}$/.test(cursor)) {
    throw new NextpanelError('invalid_cursor', 'the cursor is not one this server gave out; start again without it');
  }
  const from = Number(cursor);
  const to = from + limit;
  return { items: all.slice(from, to), nextCursor: to < all.length ? String(to) : null };
}

const mapPage = <From, To>({ items, nextCursor }: Page<From>, map: (item: From) => To): Page<To> => ({
  items: items.map(map),
  nextCursor,
});
