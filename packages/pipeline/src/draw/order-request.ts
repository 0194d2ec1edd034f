import type { Ordered, PreparedBody } from '@nextpanel/core';
import { findAfterRestore } from './find-after-restore.ts';
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
  const { provider, queueTurn, permits } = turn;
  if (halted.aborted) return null;
  await permits.take(request);
  const unsent = (error: unknown): never => {
    permits.free(request.id, 'none');
    throw error;
  };
  const body = await prepareBody(turn, request).catch(unsent);
  const send = async (): Promise<Sent | null> => {
    if (halted.aborted) {
      permits.free(request.id, 'none');
      return null;
    }
    // The process may have begun to stop while this one waited for the others.
    if (queueTurn.draining.aborted) unsent(queueTurn.draining.reason);
    const found = await findAfterRestore(turn, request, body).catch(unsent);
    await turn.order(request.id, body).catch(unsent);
    // Another request of the same words took it at the same moment: this one is ordered.
    if (found !== null && (await turn.takeVendorId(request.id, found)) === 'saved')
      return { ordered: { kind: 'accepted', vendorId: found }, body };
    return { ordered: await submitRequest(turn, request, body), body };
  };
  // What takes as long as a drawing is not spread: the pictures would be drawn one after another.
  return provider.accepts?.(request) === true ? turn.spread(send) : send();
}

async function prepareBody(turn: Turn, request: PlannedRequest): Promise<PreparedBody> {
  return turn.provider.prepare(request, turn.queueTurn.signal).catch(async (error: unknown) => {
    throw await settleFailure(turn, request, error, 'prepare');
  });
}

async function submitRequest(turn: Turn, request: PlannedRequest, body: PreparedBody): Promise<Ordered> {
  const { context, provider, queueTurn } = turn;
  context.failpoint('requests-ordered');
  const ordered = await turn
    .atProvider(() => provider.submit(request, body, queueTurn.signal))
    .catch(async (error: unknown) => {
      throw await settleFailure(turn, request, error, 'submit');
    });
  // Not awaited: the id of what was accepted is saved first.
  turn.permits.passed(request).catch(() => undefined);
  if (ordered.kind === 'drawn') return ordered;
  context.failpoint('request-accepted');
  await turn.saveVendorId(request.id, ordered.vendorId);
  context.failpoint('request-id-saved');
  return ordered;
}
