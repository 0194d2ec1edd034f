import { type LedgerEntry, type Page, reviewProvider, usd } from '@nextpanel/core';
import type { Context } from '../context.ts';
import { placesOf } from './places-of.ts';
import { storyHead } from './read-story.ts';
import { mapPage, type PartQuery, slicePage } from './slice-page.ts';

/** A page of the requests that were, or may have been, paid for a story. Throws `not_found`, `invalid_cursor`. */
export async function listLedger({ state }: Pick<Context, 'state'>, query: PartQuery): Promise<Page<LedgerEntry>> {
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
