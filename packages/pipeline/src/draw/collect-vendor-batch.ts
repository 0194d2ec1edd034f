import { asNextpanelError, type BatchState, type VendorBatch } from '@nextpanel/core';
import type { RequestWork } from './collect-orders.ts';
import type { Collectable } from './in-flight.ts';
import { keepAnswers, settleUndrawn } from './keep-answers.ts';
import { sendVendorBatch } from './send-vendor-batch.ts';
import type { Turn } from './turn.ts';
import { askAgain, batchesOf, lookForBatch, waitForBatch, waitForQueue } from './wait-for-batch.ts';

/**
 * Asks for a vendor batch of earlier turns. When it is over, what it drew is kept. While it is drawn, or looked for, the turn ends
 * and a later one asks again. One that the vendor does not have is sent once more as it was.
 */
export const collectVendorBatch = (turn: Turn, members: readonly Collectable[]): RequestWork => ({
  frames: members.flatMap(({ request }) => request.frames),
  async run() {
    const { context, queueTurn } = turn;
    const provider = members[0]?.provider ?? turn.provider;
    const batches = batchesOf(provider);
    const batch = await vendorBatchOf(turn, members);
    const known = members.find(({ vendorId }) => vendorId !== null)?.vendorId ?? null;
    const stop = AbortSignal.any([queueTurn.signal, queueTurn.draining]);
    const state = await turn
      .atProvider(() => batches.ask(batch, known, stop))
      .catch((error: unknown) => {
        stop.throwIfAborted();
        throw askAgain(batches, known === null ? 'lookup' : 'vendor_batch', asNextpanelError(error));
      });
    await saveIds(turn, members, state);
    switch (state.kind) {
      case 'absent':
        if (turn.now() < batch.sentAt + batches.lookupMs) throw lookForBatch(batches, batch.sentAt);
        return sendAgain(turn, members, batch);
      case 'undone':
        if (turn.now() < state.retryAt && !queueTurn.cancelled.aborted)
          throw waitForQueue(batches, { ...state, now: turn.now() });
        return sendAgain(turn, members, batch);
      case 'waits': {
        if (queueTurn.cancelled.aborted)
          await batches
            .cancel(state.vendorId, stop)
            .catch((error: unknown) =>
              context.log.warn({ batch: state.vendorId, err: error }, 'cancel of a vendor batch'),
            );
        const { until, progress } = state;
        throw waitForBatch(batches, { until, progress: { ...progress, total: members.length } });
      }
      case 'ended':
        return keepAnswers(turn, members, state.answers(stop));
    }
  },
});

async function vendorBatchOf({ context, batch }: Turn, members: readonly Collectable[]): Promise<VendorBatch> {
  const times = await context.state.batches.orderTimes(
    batch.fence.story,
    members.map(({ request }) => request.id),
  );
  return {
    name: members[0]?.order.vendorBatch ?? '',
    requests: members.map(({ order, body }) => ({ order, body: body ?? {} })),
    orderedAt: Math.min(...times.map(({ orderedAt }) => orderedAt)),
    sentAt: Math.max(...times.map(({ sentAt }) => sentAt)),
  };
}

/** The id may be new, or another one than was saved: that of the oldest batch of the name. */
async function saveIds(turn: Turn, members: readonly Collectable[], state: BatchState): Promise<void> {
  if (state.kind === 'absent') return;
  const others = members.filter(({ vendorId }) => vendorId !== state.vendorId);
  await Promise.all(others.map(({ request }) => turn.saveVendorId(request.id, state.vendorId)));
}

/** Nothing of it was drawn, and the vendor has nothing of it any more. A cancelled story orders nothing. */
async function sendAgain(turn: Turn, members: readonly Collectable[], batch: VendorBatch): Promise<void> {
  if (turn.queueTurn.cancelled.aborted) return settleUndrawn(turn, members);
  // A story that rests orders nothing: its next turn after that does.
  if (turn.batch.collects !== null) throw lookForBatch(batchesOf(members[0]?.provider ?? turn.provider), batch.sentAt);
  await turn.orderAgain(members.map(({ request }) => request.id));
  const requests = members.map(({ order, request }) => ({ ...order, frames: request.frames }));
  const provider = members[0]?.provider ?? turn.provider;
  await sendVendorBatch(turn, provider, { ...batch, sentAt: turn.now() }, requests);
}
