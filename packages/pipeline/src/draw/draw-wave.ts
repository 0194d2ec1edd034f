import { asNextpanelError, NextpanelError, priceRequest, usd } from '@nextpanel/core';
import type { KnownRequest } from '@nextpanel/store';
import { type RequestRecord, readRecord } from '../record.ts';
import { requireSpace } from '../require-space.ts';
import { BatchFailure } from './batch-failure.ts';
import { assign, drawOrder, type Order } from './draw-order.ts';
import { nextStep, unknownOutcome } from './next-step.ts';
import { newestOrder, orderNumber, requestId } from './order-number.ts';
import { type PlannedRequest, planRequests, type Wave } from './plan-requests.ts';
import { Cancelled, passed, Superseded, type Turn } from './turn.ts';

/**
 * Makes the requests of a wave side by side, those whose panels are all kept aside. Throws BatchFailure after the others are
 * finished, Superseded, Cancelled or LostFrame.
 */
export async function drawWave(turn: Turn, wave: Wave): Promise<void> {
  const planned = planRequests(wave, turn.batch, turn.provider, turn.model);
  // Planned for all panels and only then narrowed: a panel's key must not depend on which others are drawn already.
  const missing = planned.filter((request) => request.slots.some((slot) => !turn.kept.has(slot)));
  if (missing.length === 0) return;
  const { orders, cancelled } = await resumeRequests(turn, missing);
  const results = await Promise.allSettled(orders.map((order) => drawOrder(turn, order)));
  const failed = results.flatMap((result, index) => {
    if (result.status === 'fulfilled') return [];
    const { reason } = result;
    if (reason instanceof Superseded || reason instanceof Cancelled) throw reason;
    const numbers = orders[index]?.request.panels.map(({ number }) => number) ?? [];
    return [{ panels: numbers, error: asNextpanelError(reason) }];
  });
  if (failed.length > 0) throw new BatchFailure(failed);
  if (cancelled) throw new Cancelled();
}

/** What must still be ordered or collected; of a cancelled story only what must be collected. */
interface Orders {
  readonly orders: readonly Order[];
  /** Whether something is not ordered because the story is cancelled. */
  readonly cancelled: boolean;
}

/** Takes every request on from where an earlier turn left it. */
async function resumeRequests(turn: Turn, requests: readonly PlannedRequest[]): Promise<Orders> {
  const { spec, fence } = turn.batch;
  const steps = await Promise.all(
    requests.map(async (planned) => {
      const { request, record } = await findRecord(turn, planned);
      const known = await adoptReported(turn, request);
      return { request, step: nextStep(fence.story, request.key, known, record, spec.render) };
    }),
  );
  const orders: Order[] = [];
  const settled: Promise<void>[] = [];
  const unknown: { panels: number[]; error: NextpanelError }[] = [];
  for (const { request, step } of steps) {
    if (step.kind === 'keep') {
      const frames = assign(turn, request, step.record.frames);
      // Of another order the vendor's id says nothing about this one.
      const own = step.cost > 0 && step.record.requestId !== undefined && { requestId: step.record.requestId };
      settled.push(turn.settle({ id: step.id, outcome: 'kept', cost: step.cost, ...own, frames }));
      continue;
    }
    const lost = step.kind === 'intend' || step.kind === 'ask' ? step.lost : null;
    if (lost !== null) {
      const cost = priceRequest(turn.model, request).expected;
      settled.push(turn.settle({ id: lost, outcome: 'possibly_paid', cost, code: 'unknown_outcome', frames: [] }));
    }
    if (step.kind === 'ask') {
      unknown.push({ panels: request.panels.map(({ number }) => number), error: unknownOutcome() });
    } else orders.push({ request, ...step });
  }
  await Promise.all(settled);
  if (unknown.length > 0) throw new BatchFailure(unknown);
  const intended = await intendOrders(
    turn,
    orders.filter(({ kind }) => kind === 'intend'),
  );
  const begun = orders.filter(({ kind }) => kind !== 'intend');
  return { orders: [...begun, ...(intended ?? [])], cancelled: intended === null };
}

/** Room between a retake's number and the next one tried, so that further takes of the same panel never meet. */
const redrawStride = 1_000;

/**
 * The request with the record under its key. A retake asks for a picture that is new: one that another story was given under
 * the same key is passed over, and the retake gets another number.
 */
async function findRecord(
  { context, batch }: Turn,
  planned: PlannedRequest,
): Promise<{ readonly request: PlannedRequest; readonly record: RequestRecord | null }> {
  for (let request = planned; ; ) {
    const record = await readRecord(context, batch.tenant, request.key);
    const foreign = record !== null && record.story !== batch.fence.story;
    if (request.redraw === 0 || !foreign || newestOrder(batch.requests, request.key)) return { request, record };
    const redraw = request.redraw + redrawStride;
    request = { ...request, redraw, key: request.keyOf(redraw) };
  }
}

/**
 * The known requests of the batch; an order without a vendor id that the vendor reported by webhook meanwhile gets its id,
 * so that it is collected and its outcome is not unknown.
 */
async function adoptReported(turn: Turn, request: PlannedRequest): Promise<readonly KnownRequest[]> {
  const { batch, context, provider } = turn;
  const lost = newestOrder(batch.requests, request.key)?.known;
  if (!provider.adopt || lost?.state !== 'ordered' || lost.vendorId !== null) return batch.requests;
  // What another order under the same key was found by is that one's: taken for this one it would hide what this one costs.
  const reported = await context.state.vendorIds.find(request.key);
  const own = reported.findLast((id) => !batch.requests.some((known) => known.vendorId?.includes(id)));
  if (own === undefined) return batch.requests;
  const vendorId = provider.adopt(request, own);
  await turn.saveVendorId(lost.id, vendorId);
  return batch.requests.map((known) => (known === lost ? { ...known, vendorId } : known));
}

/** Writes the intents, and answers with the orders under the ids they got, or with null when the story is cancelled. */
async function intendOrders(turn: Turn, orders: readonly Order[]): Promise<readonly Order[] | null> {
  const { context, batch, model, pickUp } = turn;
  if (orders.length === 0) return orders;
  if (pickUp.cancelled.aborted) return null;
  await requireSpace(context);
  const outcome = await context.state.batches.intend(
    batch.fence,
    batch,
    orders.map(({ id, request }) => ({
      id,
      panels: request.panels.map(({ number }) => number),
      estimate: priceRequest(model, request),
    })),
  );
  if (outcome.kind === 'used') {
    // Another batch of the story asked for the very same before: this order gets the next number under the key.
    const next = orders.map((order) =>
      outcome.ids.includes(order.id)
        ? { ...order, id: requestId(order.request.key, orderNumber(order.id) + 1) }
        : order,
    );
    return intendOrders(turn, next);
  }
  if (outcome.kind === 'budget') {
    throw new NextpanelError(
      'budget',
      `drawing this batch could take the story to $${usd(outcome.needed).toFixed(4)}, over its budget of $${usd(outcome.budget).toFixed(2)}; raise the budget, then resume`,
    );
  }
  if (outcome.kind === 'provider_paused') {
    throw new NextpanelError('provider_paused', `the provider is paused: ${outcome.reason}`, { retryable: true });
  }
  if (outcome.kind === 'cancelled') return null;
  passed(outcome.kind);
  context.failpoint('requests-intended');
  return orders;
}
