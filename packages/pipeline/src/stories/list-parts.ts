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
import type { PanelFacts, StoryFacts, StoryQuery } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { sheetsOf } from '../sheets-of.ts';
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
  const drawing = (await state.read.batches(query.id)).find(({ status }) => status === 'drawing');
  const panels = await state.read.panels(query.id, page.items);
  const inFlight = ({ number }: PanelFacts) =>
    facts.status === 'drawing' && drawing !== undefined && drawing.first <= number && number <= drawing.last;
  return {
    items: panels.map((panel) => {
      const frame = panel.selected ?? panel.kept;
      return {
        number: panel.number,
        status: frame ? 'drawn' : panel.failure ? 'failed' : inFlight(panel) ? 'drawing' : 'waiting',
        stale: false,
        prompt: panel.spec.prompt,
        characters: panel.spec.characters,
        text: panel.spec.text,
        take: panel.selected ? panel.takes : null,
        takes: panel.takes,
        frame: frame && {
          sha256: frame.sha256,
          width: frame.width,
          height: frame.height,
          url: `/v1/stories/${query.id}/panels/${panel.number}/image`,
        },
        failure: panel.failure,
      };
    }),
    nextCursor: page.nextCursor,
  };
}

/** A page of the chain. Throws `not_found`, `invalid_cursor`. */
export async function listBatches({ state }: ReadContext, query: PartQuery): Promise<Page<BatchView>> {
  const facts = await storyFacts({ state }, query);
  return mapPage(slicePage(await state.read.batches(query.id), query), (batch) => ({
    number: batch.number,
    status: shownStatus(facts, batch.status),
    panels: [batch.first, batch.last],
    reference: batch.reference,
    attempts: batch.attempts,
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
  const { spec } = await storyFacts({ state }, query);
  return mapPage(slicePage(await state.read.requests(query.id), query), (request) => ({
    request: request.id,
    story: query.id,
    batch: request.batch,
    panels: [...request.panels],
    provider: spec.render.provider,
    model: spec.render.model,
    state: request.state,
    vendorId: request.vendorId,
    estimateUsd: usd(request.estimate),
    costUsd: usd(request.outcome?.cost ?? 0),
    code: request.outcome?.code ?? null,
  }));
}

/** Pages of a list whose order never changes; the cursor is how many came before. */
function slicePage<Item>(
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
