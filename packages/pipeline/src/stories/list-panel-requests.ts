import { type Page, type PanelRequestView, reviewProvider, usd } from '@nextpanel/core';
import type { RequestFacts } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { readRecord } from '../record.ts';
import { findAnyPanel, type PartRef } from './find-panel.ts';
import { type Scope, storyHead } from './read-story.ts';
import { slicePage } from './slice-page.ts';
import { viewPictures } from './view-pictures.ts';

type ListContext = Pick<Context, 'state' | 'artifacts'>;

/**
 * A page of the requests that were made for a panel, the first one first, as they were sent; also of a panel that was removed, by its id.
 * Throws `not_found`, `invalid_cursor`.
 */
export async function listPanelRequests(
  context: ListContext,
  {
    number,
    limit,
    cursor,
    ...scope
  }: Scope & { readonly number: PartRef; readonly limit: number; readonly cursor?: string },
): Promise<Page<PanelRequestView>> {
  const { spec } = await storyHead(context, scope);
  const id = await findAnyPanel(context, scope, number);
  const requests = (await context.state.read.requests(scope.id)).filter(({ panels }) => panels.includes(id));
  const page = slicePage(requests, { limit, ...(cursor !== undefined && { cursor }) });
  const prompts = await promptsOf(context, scope, page.items);
  const items = page.items.map((request) => ({
    request: request.id,
    key: request.key,
    state: request.state,
    panelIds: [...request.panels],
    provider: request.judge === null ? (request.provider ?? spec.render.provider) : reviewProvider,
    model: request.judge ?? request.model ?? spec.render.model,
    prompt: prompts.get(request.id) ?? null,
    ...viewPictures(scope.id, request),
    estimateUsd: usd(request.estimate),
    costUsd: usd(request.outcome?.cost ?? 0),
    vendorId: request.vendorId ?? request.outcome?.requestId ?? null,
    orderedAt: timeOf(request.orderedAt),
    settledAt: timeOf(request.settledAt),
    code: request.outcome?.code ?? null,
  }));
  return { items, nextCursor: page.nextCursor };
}

const timeOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** The words of requests: from their orders, and once their batch is committed, from their records. */
async function promptsOf(
  context: ListContext,
  { tenant, id }: Scope,
  requests: readonly RequestFacts[],
): Promise<ReadonlyMap<string, string>> {
  const orders = await context.state.batches.orders(
    id,
    requests.map((request) => request.id),
  );
  const prompts = await Promise.all(
    requests.map(async (request): Promise<[string, string][]> => {
      const order = orders.get(request.id)?.order;
      if (order) return [[request.id, order.prompt]];
      const record = await readRecord(context, tenant, request.key);
      return record?.request === request.id ? [[request.id, record.prompt]] : [];
    }),
  );
  return new Map(prompts.flat());
}
