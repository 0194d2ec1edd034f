import { asNextpanelError, type DrawRequest, NextpanelError, priceRequest, usd } from '@nextpanel/core';
import type { KnownRequest } from '@nextpanel/store';
import { readRecord } from '../record.ts';
import { runLimited } from '../run-limited.ts';
import { BatchFailure } from './batch-failure.ts';
import { assign, drawOrder, type Order } from './draw-order.ts';
import { nextStep } from './next-step.ts';
import { newestOrder } from './order-number.ts';
import { planRequests, type Wave } from './plan-requests.ts';
import { Cancelled, passed, Superseded, type Turn } from './turn.ts';

/**
 * Makes the requests of a wave side by side, those whose panels are all kept aside. Throws BatchFailure after the others are
 * finished, Superseded, Cancelled or LostFrame.
 */
export async function drawWave(turn: Turn, wave: Wave): Promise<void> {
  const planned = planRequests(wave, turn.batch, turn.provider, turn.model);
  // Planned for all panels and only then narrowed: a panel's key must not depend on which others are drawn already.
  const missing = planned.filter((request) => request.panels.some(({ number }) => !turn.kept.has(number)));
  if (missing.length === 0) return;
  const orders = await resumeRequests(turn, missing);
  const results = await runLimited(orders, turn.provider.concurrency, (order) => drawOrder(turn, order));
  const failed = results.flatMap((result, index) => {
    if (result.status === 'fulfilled') return [];
    const { reason } = result;
    if (reason instanceof Superseded || reason instanceof Cancelled) throw reason;
    const numbers = orders[index]?.request.panels.map(({ number }) => number) ?? [];
    return [{ panels: numbers, error: asNextpanelError(reason) }];
  });
  if (failed.length > 0) throw new BatchFailure(failed);
}

/** Takes every request on from where an earlier turn left it; answers with those that must still be ordered or collected. */
async function resumeRequests(turn: Turn, requests: readonly DrawRequest[]): Promise<Order[]> {
  const { context, batch } = turn;
  const { tenant, spec, fence } = batch;
  const steps = await Promise.all(
    requests.map(async (request) => {
      const record = await readRecord(context, tenant, request.key);
      const known = await adoptReported(turn, request);
      return { request, step: nextStep(fence.story, request.key, known, record, spec.render) };
    }),
  );
  const orders: Order[] = [];
  const settled: Promise<void>[] = [];
  const unknown: { panels: number[]; error: NextpanelError }[] = [];
  for (const { request, step } of steps) {
    if (step.kind === 'keep') {
      const frames = assign(request, step.record.frames);
      settled.push(turn.settle({ id: step.id, outcome: 'kept', cost: step.cost, frames }));
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
  await intendOrders(
    turn,
    orders.filter(({ kind }) => kind === 'intend'),
  );
  return orders;
}

/**
 * The known requests of the batch; an order without a vendor id that the vendor reported by webhook meanwhile gets its id,
 * so that it is collected and its outcome is not unknown.
 */
async function adoptReported(turn: Turn, request: DrawRequest): Promise<readonly KnownRequest[]> {
  const { batch, context, provider } = turn;
  const lost = newestOrder(batch.requests, request.key)?.known;
  if (!provider.adopt || lost?.state !== 'ordered' || lost.vendorId !== null) return batch.requests;
  const reported = await context.state.vendorIds.find(request.key);
  if (reported === null) return batch.requests;
  const vendorId = provider.adopt(request, reported);
  await turn.saveVendorId(lost.id, vendorId);
  return batch.requests.map((known) => (known === lost ? { ...known, vendorId } : known));
}

async function intendOrders({ context, batch, model }: Turn, orders: readonly Order[]): Promise<void> {
  if (orders.length === 0) return;
  const outcome = await context.state.batches.intend(
    batch.fence,
    batch.number,
    orders.map(({ id, request }) => ({
      id,
      panels: request.panels.map(({ number }) => number),
      estimate: priceRequest(model, request),
    })),
  );
  if (outcome.kind === 'budget') {
    throw new NextpanelError(
      'budget',
      `drawing this batch could take the story to $${usd(outcome.needed).toFixed(4)}, over its budget of $${usd(outcome.budget).toFixed(2)}; raise the budget, then resume`,
    );
  }
  if (outcome.kind === 'provider_paused') {
    throw new NextpanelError('provider_paused', `the provider is paused: ${outcome.reason}`, { retryable: true });
  }
  passed(outcome.kind);
  context.failpoint('requests-intended');
}

const unknownOutcome = () =>
  new NextpanelError(
    'unknown_outcome',
    'a request was cut off and nobody can tell whether it was paid; it counts as possibly paid. Resume to order it again',
    { money: 'possibly' },
  );
