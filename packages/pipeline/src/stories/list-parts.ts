import {
  type AttemptOutcome,
  type AttemptView,
  type BatchStatus,
  type BatchView,
  type LedgerEntry,
  NextpanelError,
  type Page,
  type PanelView,
  type SheetView,
  type StoryView,
  usd,
} from '@nextpanel/core';
import type { BatchFacts, StoredFrame, StoryFacts, StoryQuery } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { isStale } from '../draw/turn.ts';
import { sheetsOf } from '../sheets-of.ts';
import { noPanel } from './find-panel.ts';
import { type Scope, storyFacts, viewStory } from './read-story.ts';

type ReadContext = Pick<Context, 'state'>;

/** A page of a story's parts. `cursor` is what the page before answered with. */
export interface PartQuery extends Scope {
  readonly limit: number;
  readonly cursor?: string;
}

/** A page of a tenant's stories. Throws `invalid_cursor`. */
export async function listStories(
  { state }: ReadContext,
  query: Omit<StoryQuery, 'sort'> & { readonly sort?: StoryQuery['sort'] },
): Promise<Page<StoryView>> {
  const { items, nextCursor } = await state.list({ ...query, sort: query.sort ?? '-created' });
  return { items: items.map(viewStory), nextCursor };
}

/** A page of panels in reading order. Throws `not_found`, `invalid_cursor`. */
export async function listPanels({ state }: ReadContext, query: PartQuery): Promise<Page<PanelView>> {
  const facts = await storyFacts({ state }, query);
  const numbers = Array.from({ length: facts.panels }, (_, index) => index + 1);
  const page = slicePage(numbers, query);
  return { items: await viewPanels({ state }, facts, page.items), nextCursor: page.nextCursor };
}

/** One panel. Throws `not_found`. */
export async function viewPanel(context: ReadContext, scope: Scope, number: number): Promise<PanelView> {
  const facts = await storyFacts(context, scope);
  const [panel] = await viewPanels(context, facts, [number]);
  if (!panel) throw noPanel(facts, number);
  return panel;
}

async function viewPanels({ state }: ReadContext, facts: StoryFacts, numbers: readonly number[]): Promise<PanelView[]> {
  const batches = await state.read.batches(facts.id);
  const panels = await state.read.panels(facts.id, numbers);
  const followed = await followedFrames({ state }, facts.id, batches);
  return panels.map((panel) => {
    const batch = batches.find(({ first, last }) => first <= panel.number && panel.number <= last);
    const frame = panel.selected ?? panel.kept;
    const inHand = facts.status === 'drawing' && batch?.status === 'drawing' && !panel.kept;
    return {
      number: panel.number,
      status: panel.failure ? 'failed' : inHand ? 'drawing' : frame && !panel.asked ? 'drawn' : 'waiting',
      stale: batch !== undefined && isPanelStale(followed, batch, panel.number, panel.selected),
      prompt: panel.spec.prompt,
      characters: panel.spec.characters,
      text: panel.spec.text,
      take: panel.take,
      takes: panel.takes,
      frame: frame && {
        sha256: frame.sha256,
        width: frame.width,
        height: frame.height,
        url: `/v1/stories/${facts.id}/panels/${panel.number}/image`,
      },
      failure: panel.failure,
    };
  });
}

/** The selected frames that others follow from: the story's first, and the last of every batch. */
const followedFrames = ({ state }: ReadContext, id: string, batches: readonly BatchFacts[]) =>
  state.read.selected(id, [...new Set([1, ...batches.map(({ last }) => last)])]);

const isPanelStale = (
  followed: ReadonlyMap<number, { readonly value: StoredFrame }>,
  batch: BatchFacts,
  number: number,
  frame: StoredFrame | null,
): boolean =>
  frame !== null &&
  isStale(frame, number === 1 ? null : (followed.get(1)?.value ?? null), followed.get(batch.first - 1)?.value ?? null);

/** A page of the chain. Throws `not_found`, `invalid_cursor`. */
export async function listBatches(context: ReadContext, query: PartQuery): Promise<Page<BatchView>> {
  const facts = await storyFacts(context, query);
  return slicePage(await viewBatches(context, facts), query);
}

/** One batch of a story. Throws `not_found`. */
export async function viewBatch(context: ReadContext, scope: Scope, number: number): Promise<BatchView> {
  const facts = await storyFacts(context, scope);
  const batch = (await viewBatches(context, facts))[number - 1];
  if (batch) return batch;
  throw new NextpanelError('not_found', `the story has ${facts.batches} batches; there is no batch ${number}`);
}

async function viewBatches({ state }: ReadContext, facts: StoryFacts): Promise<BatchView[]> {
  const numbers = Array.from({ length: facts.panels }, (_, index) => index + 1);
  const [batches, requests, selected] = await Promise.all([
    state.read.batches(facts.id),
    state.read.requests(facts.id),
    state.read.selected(facts.id, numbers),
  ]);
  const cost = new Map<number, number>();
  for (const { batch, outcome } of requests) cost.set(batch, (cost.get(batch) ?? 0) + (outcome?.cost ?? 0));
  return batches.map((batch) => ({
    number: batch.number,
    status: shownStatus(facts, batch.status),
    panels: [batch.first, batch.last],
    stale: numbers
      .slice(batch.first - 1, batch.last)
      .some((number) => isPanelStale(selected, batch, number, selected.get(number)?.value ?? null)),
    reference: batch.reference,
    attempts: batch.attempts,
    costUsd: usd(cost.get(batch.number) ?? 0),
  }));
}

/** What is not drawn of a cancelled story is cancelled; that follows from the story and is not stored. */
const shownStatus = (facts: StoryFacts, status: BatchStatus): BatchStatus =>
  facts.status === 'cancelled' && status !== 'drawn' ? 'cancelled' : status;

/** A page of all tries at the story's batches. Throws `not_found`, `invalid_cursor`. */
export async function listAttempts({ state }: ReadContext, query: PartQuery): Promise<Page<AttemptView>> {
  await storyFacts({ state }, query);
  return mapPage(slicePage(await state.read.attempts(query.id), query), ({ batch, number, start, end }) => ({
    batch,
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

/** A page of the story's sheets, composed or not. Throws `not_found`, `invalid_cursor`. */
export async function listSheets({ state }: ReadContext, query: PartQuery): Promise<Page<SheetView>> {
  const facts = await storyFacts({ state }, query);
  const composed = await state.read.sheets(query.id);
  return mapPage(slicePage(sheetsOf(facts.spec, facts.panels), query), ({ number, slots }) => {
    const sheet = composed.get(number)?.value;
    return {
      number,
      status: sheet ? 'composed' : 'waiting',
      panels: slots.map(({ panel }) => panel),
      image: sheet
        ? {
            sha256: sheet.sha256,
            width: sheet.width,
            height: sheet.height,
            url: `/v1/stories/${query.id}/sheets/${number}/image`,
          }
        : null,
      warnings: [...(sheet?.warnings ?? [])],
    };
  });
}

/** A page of the requests that were, or may have been, paid for a story. Throws `not_found`, `invalid_cursor`. */
export async function listLedger({ state }: ReadContext, query: PartQuery): Promise<Page<LedgerEntry>> {
  const { render } = (await storyFacts({ state }, query)).spec;
  return mapPage(slicePage(await state.read.requests(query.id), query), (request) => ({
    request: request.id,
    key: request.key,
    story: query.id,
    batch: request.batch,
    panels: [...request.panels],
    provider: request.provider ?? render.provider,
    model: request.model ?? render.model,
    state: request.state,
    vendorId: request.vendorId ?? request.outcome?.requestId ?? null,
    estimateUsd: usd(request.estimate),
    costUsd: usd(request.outcome?.cost ?? 0),
    orderedAt: request.orderedAt === null ? null : new Date(request.orderedAt).toISOString(),
    settledAt: request.settledAt === null ? null : new Date(request.settledAt).toISOString(),
    code: request.outcome?.code ?? null,
  }));
}

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
