import { NextpanelError, priceRequest, usd } from '@nextpanel/core';
import type { IntendOutcome } from '@nextpanel/store';
import { requireSpace } from '../require-space.ts';
import { dayUsedUp, tenantBusy } from './passing-errors.ts';
import type { PlannedRequest } from './plan-requests.ts';
import { passed, type Turn } from './turn.ts';

/**
 * Writes the complete orders with their prices, within the budget. Answers with them, or with null when the story is cancelled.
 * Throws `budget`, `tenant_budget`, `tenant_images`, `tenant_limit`, `provider_paused` or `disk_full`.
 */
export async function intendOrders(
  turn: Turn,
  requests: readonly PlannedRequest[],
): Promise<readonly PlannedRequest[] | null> {
  const { context, batch, queueTurn } = turn;
  if (requests.length === 0) return requests;
  if (queueTurn.cancelled.aborted) return null;
  await requireSpace(context);
  const outcome = await context.state.batches.intend(
    batch.fence,
    batch,
    requests.map((order) => ({
      order,
      frames: order.frames,
      from: order.from,
      price: priceRequest(order.model, order),
      references: order.sent,
      leftOut: order.leftOut,
    })),
  );
  if (outcome.kind === 'budget') {
    throw new NextpanelError('budget', budgetWords(outcome));
  }
  if (outcome.kind === 'tenant') throw tenantLimit(outcome, context.state.clock.now());
  if (outcome.kind === 'provider_paused') {
    throw new NextpanelError('provider_paused', `the provider is paused: ${outcome.reason}`, { retryable: true });
  }
  if (outcome.kind === 'cancelled') return null;
  if (outcome.kind === 'used') throw new Error(`request ids are used twice: ${outcome.ids.join(', ')}`);
  passed(outcome.kind);
  context.failpoint('requests-intended');
  return requests;
}

/** A story waits for the next day, unless what it needs alone is more than a day allows. */
function tenantLimit(
  { of, limit, needed, these, possibly, leftMs }: Extract<IntendOutcome, { kind: 'tenant' }>,
  now: number,
): NextpanelError {
  if (of === 'concurrent') return tenantBusy(limit, { now });
  const code = of === 'usd' ? 'tenant_budget' : 'tenant_images';
  const shown = (amount: number) => (of === 'usd' ? `$${usd(amount).toFixed(2)}` : `${amount} pictures`);
  if (these > limit)
    return new NextpanelError(
      'tenant_limit',
      `drawing this batch needs up to ${shown(these)}, more than the ${shown(limit)} that your tenant may use in a day`,
    );
  const uncertain = possibly > 0 ? `; ${shown(possibly)} of that is uncertain, and free once it is settled` : '';
  return dayUsedUp(
    code,
    `with this batch your tenant would use up to ${shown(needed)} of the ${shown(limit)} of this day (UTC)${uncertain}`,
    { now, leftMs },
  );
}

/** Uncertain money counts as spent until the user settles it. */
function budgetWords({ needed, budget, possibly }: Extract<IntendOutcome, { kind: 'budget' }>): string {
  const uncertain =
    possibly > 0
      ? `; $${usd(possibly).toFixed(4)} of that is uncertain: it is for requests that may not have been charged. If you know, settle them with "nextpanel ledger settle"`
      : '';
  return `drawing this batch could take the story to $${usd(needed).toFixed(4)}, over its budget of $${usd(budget).toFixed(2)}${uncertain}; raise the budget${possibly > 0 ? ' or settle' : ''}, then resume`;
}
