import { type PreparedBody, say } from '@nextpanel/core';
import { panelsOf } from './assign-frames.ts';
import type { PlannedRequest } from './plan-requests.ts';
import type { Turn } from './turn.ts';
import { TurnEnded } from './turn-ending.ts';
import { unknownOutcome } from './unknown-outcome.ts';

/** Vendors list what they drew for about a week, in milliseconds. */
const listedMs = 7 * 86_400_000;

/** Panels of a batch may ask for the very same: each takes one of what is found. */
const alikeMax = 64;

/**
 * After a restore, what was ordered between the backup and the loss of the old state is in no ledger. Before a story that was in the backup orders
 * anything, its vendor is asked whether it has the very same from that time. Answers with the vendor's id of it; null: order it.
 *
 * Throws `TurnEnded` when it may still appear in the vendor's list, and when the vendor cannot say and the user wants to be asked.
 */
export async function findAfterRestore(
  turn: Turn,
  request: PlannedRequest,
  body: PreparedBody,
): Promise<string | null> {
  const { context, provider, batch, queueTurn } = turn;
  const { epoch, state } = context;
  if (!epoch || epoch.restoredAt === null || !provider.lookup) return null;
  const { backedUpAt, restoredAt } = epoch;
  if (turn.now() > restoredAt + listedMs) return null;
  const head = await state.read.head(batch.fence.story);
  if (head === null || head.createdAt > backedUpAt) return null;
  const lost = {
    orderedAt: backedUpAt,
    lostAt: restoredAt,
    alike: alikeMax,
    uploadedAgain: true as const,
    isTaken: async (vendorId: string) =>
      batch.requests.some((known) => known.vendorId === vendorId) || (await state.vendorIds.ownerOf(vendorId)) !== null,
  };
  const stop = AbortSignal.any([queueTurn.signal, queueTurn.draining]);
  const answer = await provider.lookup(request, body, lost, stop);
  switch (answer.kind) {
    case 'found':
      context.log.info({ story: batch.fence.story, vendorId: answer.vendorId }, 'drawn before the restore: collected');
      return answer.vendorId;
    case 'absent':
      return null;
    case 'not_yet': {
      const detail = say('wait.restored');
      const facts = { detail, until: answer.until };
      throw new TurnEnded({ kind: 'waits', wait: { code: 'lookup', delayMs: answer.againMs, facts } });
    }
    case 'unknown': {
      context.log.warn({ story: batch.fence.story, reason: answer.reason }, 'unknown what was drawn since the backup');
      if (batch.spec.render.unknownOutcome !== 'ask') return null;
      const failed = [{ panels: panelsOf(turn, request.frames), error: unknownOutcome(answer.reason) }];
      throw new TurnEnded({ kind: 'failed', failed });
    }
  }
}
