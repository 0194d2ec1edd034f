import type { Turn } from '../draw/turn.ts';
import { readRecord } from '../record.ts';
import { settleAsked } from './ask-once.ts';

/**
 * Settles what an earlier turn asked a judge and did not settle: kept when its answer was recorded, otherwise possibly paid. It is not
 * asked again.
 */
export async function settleEarlier(turn: Turn): Promise<void> {
  const { batch, context } = turn;
  for (const { id, key, state, reviews, estimate } of batch.requests) {
    if (!reviews || state !== 'ordered') continue;
    const record = await readRecord(context, batch.tenant, key);
    const own = record?.story === batch.fence.story && record.request === id ? record : null;
    await settleAsked(
      turn,
      own
        ? { id, key, outcome: 'kept', cost: own.costMicroUsd, frames: [] }
        : { id, key, outcome: 'possibly_paid', cost: estimate, code: 'unknown_outcome', frames: [] },
    );
  }
}
