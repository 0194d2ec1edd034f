import {
  type AttemptOutcome,
  type AttemptView,
  type BatchStatus,
  type BatchView,
  type Page,
  usd,
} from '@nextpanel/core';
import type { StoryFacts } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { findBatch, type PartRef } from './find-panel.ts';
import { followedFrames, isPanelStale } from './followed-frames.ts';
import { placesOf } from './places-of.ts';
import { type Scope, storyFacts, storyHead } from './read-story.ts';
import { mapPage, type PartQuery, slicePage } from './slice-page.ts';

type ReadContext = Pick<Context, 'state'>;

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
