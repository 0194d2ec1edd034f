import type { Order, Provider } from '@nextpanel/core';
import type { ClaimedBatch, KnownRequest } from '@nextpanel/store';
import { type RequestRecord, readRecord } from '../record.ts';
import { assignFrames, panelsOf } from './assign-frames.ts';
import { collectOrder, runRequests } from './collect-orders.ts';
import { observeProvider } from './observe-provider.ts';
import { rebuildOrders } from './rebuild-orders.ts';
import type { Turn } from './turn.ts';
import { type FailedRequest, TurnEnded } from './turn-ending.ts';
import { asksFirst, unknownOutcome } from './unknown-outcome.ts';

/**
 * Takes every stored order of the batch up where an earlier turn left it. It works from the stored order alone: what today's
 * prompts, defaults or catalogue would ask for does not matter here. What has a record is kept, what the vendor can be asked
 * for is put into `turn.inFlight`, and the rest is marked as possibly paid. When the user decides whether to order that again,
 * everything else is collected first.
 */
export async function resumeOrders(turn: Turn): Promise<void> {
  const { batch, context } = turn;
  const ordered = batch.requests.filter(({ state }) => state === 'ordered');
  if (ordered.length === 0) return;
  const orders = await context.state.batches.orders(
    batch.fence.story,
    ordered.map(({ id }) => id),
  );
  const rebuilt = await rebuildOrders(
    turn,
    ordered.filter(({ id }) => !orders.has(id)),
    (request) => providerOf(turn, request),
  );
  const undecided: FailedRequest[] = [];
  await Promise.all(
    ordered.map(async (known) => {
      const { request } = rebuilt.get(known.id) ?? { request: known };
      const record = await readRecord(context, batch.tenant, request.key);
      if (record && isOwn(record, request, batch)) return keepRecorded(turn, request, record);
      const { order, body = null } = orders.get(request.id) ?? { order: rebuilt.get(request.id)?.order };
      const provider = providerOf(turn, request);
      const vendorId = order && provider ? await findVendorId(turn, request, order, provider) : null;
      if (order && provider && vendorId !== null) {
        turn.inFlight.set(request.id, { request, order, body, vendorId, provider });
        return;
      }
      await turn.settle({
        id: request.id,
        key: request.key,
        outcome: 'possibly_paid',
        cost: request.estimate,
        code: 'unknown_outcome',
        frames: [],
      });
      if (asksFirst(request.frames, batch.requests, batch.spec.render))
        undecided.push({ panels: panelsOf(turn, request.frames), error: unknownOutcome() });
    }),
  );
  if (undecided.length === 0) return;
  const failed = await runRequests(
    turn,
    [...turn.inFlight.values()].map((it) => collectOrder(turn, it)),
  );
  throw new TurnEnded({ kind: 'failed', failed: [...undecided, ...failed] });
}

/** The frame was stored and the turn died before it was written that it is: paid once, by this very order. */
const isOwn = (record: RequestRecord, { id }: KnownRequest, { fence }: ClaimedBatch): boolean =>
  record.story === fence.story && record.request === id;

async function keepRecorded(turn: Turn, request: KnownRequest, record: RequestRecord): Promise<void> {
  await turn.settle({
    id: request.id,
    key: request.key,
    outcome: 'kept',
    cost: record.costMicroUsd,
    ...(record.requestId !== undefined && { requestId: record.requestId }),
    frames: assignFrames(turn, request.frames, record.frames),
  });
}

/** Where the request was ordered; null when that provider is not set up here any more. */
function providerOf({ context, provider, batch }: Turn, request: KnownRequest): Provider | null {
  if (request.provider === null || request.provider === provider.id) return provider;
  const other = context.providers.get(request.provider);
  if (other) return observeProvider(other, context);
  context.log.error(
    { story: batch.fence.story, request: request.id, provider: request.provider },
    'the provider of a paid request is not set up here; the request counts as possibly paid',
  );
  return null;
}

/** The id by which the vendor has the request: saved when it was accepted, or reported by webhook since. */
async function findVendorId(
  turn: Turn,
  request: KnownRequest,
  order: Order,
  { webhooks }: Provider,
): Promise<string | null> {
  if (request.vendorId !== null || !webhooks) return request.vendorId;
  const { batch, context } = turn;
  const { vendorIds } = context.state;
  // The first release gave vendors the key, not the order's id.
  const reported = [...(await vendorIds.find(request.key)), ...(await vendorIds.find(request.id))];
  // An id by which another order was found is that one's: taken for this one it would hide what this one costs.
  const own = reported.findLast((id) => !batch.requests.some((known) => known.vendorId?.includes(id)));
  if (own === undefined) return null;
  const vendorId = webhooks.vendorId(order, own);
  await turn.saveVendorId(request.id, vendorId);
  return vendorId;
}
