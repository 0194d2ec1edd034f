import type { Ordered, PreparedBody } from '@nextpanel/core';
import type { PlannedRequest } from './plan-requests.ts';
import { settleFailure } from './settle-failure.ts';
import type { Turn } from './turn.ts';

/** The vendor's answer, and the body it answers. */
export interface Sent {
  readonly ordered: Ordered;
  readonly body: PreparedBody;
}

/**
 * Orders one request: prepares its body, stores that it is about to be sent, sends it, and saves the vendor's id as soon as it
 * is known. Every line may be the last one this process runs: see `failpoints` in core for what finds it then. Null: `halted`
 * was aborted before it was sent, so nothing was ordered.
 */
export async function orderRequest(turn: Turn, request: PlannedRequest, halted: AbortSignal): Promise<Sent | null> {
  const { context, provider, queueTurn } = turn;
  if (halted.aborted) return null;
  await turn.permits.take(request);
  if (halted.aborted) {
    turn.permits.free(request.id, 'none');
    return null;
  }
  const body = await prepareOrder(turn, request).catch((error: unknown) => {
    turn.permits.free(request.id, 'none');
    throw error;
  });
  context.failpoint('requests-ordered');
  const ordered = await turn
    .atProvider(() => provider.submit(request, body, queueTurn.signal))
    .catch(async (error: unknown) => {
      throw await settleFailure(turn, request, error, 'submit');
    });
  // Not awaited: the id of what was accepted is saved first.
  turn.permits.passed(request).catch(() => undefined);
  if (ordered.kind === 'drawn') return { ordered, body };
  context.failpoint('request-accepted');
  await turn.saveVendorId(request.id, ordered.vendorId);
  context.failpoint('request-id-saved');
  return { ordered, body };
}

/** Prepares the body and stores that it is about to be sent. */
async function prepareOrder(turn: Turn, request: PlannedRequest): Promise<PreparedBody> {
  const body = await turn.provider.prepare(request, turn.queueTurn.signal).catch(async (error: unknown) => {
    throw await settleFailure(turn, request, error, 'prepare');
  });
  await turn.order(request.id, body);
  return body;
}
