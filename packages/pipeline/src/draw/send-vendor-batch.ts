import { asNextpanelError, type Provider, type VendorBatch } from '@nextpanel/core';
import type { SentRequest } from './order-vendor-batch.ts';
import { settleFailure } from './settle-failure.ts';
import type { Turn } from './turn.ts';
import { batchesOf, lookForBatch, waitForBatch } from './wait-for-batch.ts';

/**
 * Sends a vendor batch whose requests are marked as ordered, and saves its id as soon as it is known. It never returns: the turn ends,
 * waiting for the batch, or for the list that tells whether it has arrived. Every line may be the last one this process runs: see
 * `failpoints` in core for what finds it then.
 */
export async function sendVendorBatch(
  turn: Turn,
  provider: Provider,
  batch: VendorBatch,
  requests: readonly SentRequest[],
): Promise<never> {
  const { context, queueTurn } = turn;
  const batches = batchesOf(provider);
  context.failpoint('requests-ordered');
  const sent = await turn
    .atProvider(() => batches.submit(batch, queueTurn.signal))
    .catch(async (thrown: unknown) => {
      queueTurn.signal.throwIfAborted();
      if (asNextpanelError(thrown).money === 'possibly') throw lookForBatch(batches, batch.sentAt);
      const errors = await Promise.all(requests.map((request) => settleFailure(turn, request, thrown, 'submit')));
      throw errors[0];
    });
  context.failpoint('request-accepted');
  await Promise.all(requests.map(({ id }) => turn.saveVendorId(id, sent.vendorId)));
  context.failpoint('request-id-saved');
  const progress = { total: requests.length, completed: 0, failed: 0 };
  throw waitForBatch(batches, { until: sent.until, progress });
}
