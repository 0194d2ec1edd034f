import { asNextpanelError } from '@nextpanel/core';
import type { QueueTurn, TurnOutcome } from '@nextpanel/queue';
import type { ClaimedBatch } from '@nextpanel/store';
import { checkBatch } from '../checks/check-batch.ts';
import { joinStops } from '../checks/found-verdicts.ts';
import { measureRecovery } from '../measures/measure-recovery.ts';
import { reviewBatch } from '../review/review-batch.ts';
import { reviewCast, reviewPlates } from '../review/review-pictures.ts';
import { settleEarlier } from '../review/settle-earlier.ts';
import { applyOutcome } from './apply-outcome.ts';
import { collectOnly } from './collect-only.ts';
import { commitBatch } from './commit-batch.ts';
import { decideOutcome, pausedProviderMs } from './decide-outcome.ts';
import { drawPanels } from './draw-panels.ts';
import { drawPlates } from './draw-plates.ts';
import { loadReferences } from './load-references.ts';
import { resumeOrders } from './resume-orders.ts';
import { type DrawContext, openTurn, type Turn } from './turn.ts';
import { endingOf } from './turn-ending.ts';

/** When a batch whose provider is not set up here is looked at again, in milliseconds: another process may have it. */
const unavailableMs = 600_000;

/**
 * One turn: draws the first batch of a story that is not drawn. The steps are those of ARCHITECTURE.md, one file each. Whatever
 * goes wrong becomes stored state that says how the story continues; only bugs are thrown.
 *
 * @param onClaimed is called with the batch's number before anything is drawn
 */
export async function drawNextBatch(
  context: DrawContext,
  queueTurn: QueueTurn,
  onClaimed: (batch: number) => void = () => undefined,
): Promise<TurnOutcome> {
  const claim = await context.state.batches.claim(queueTurn.story, queueTurn.lock, queueTurn.provider);
  if (claim.kind === 'provider_paused') return { kind: 'yield', delayMs: pausedProviderMs };
  if (claim.kind === 'early') return { kind: 'yield', delayMs: claim.restMs };
  if (claim.kind !== 'claimed') return { kind: 'done' };
  context.failpoint('batch-claimed');
  const { batch } = claim;
  await measureRecovery(context, batch);
  onClaimed(batch.number);
  const turn = await beginTurn(context, queueTurn, batch);
  if (!turn) return { kind: 'done' };
  const attributes = { batch: batch.number, attempt: batch.attempt, provider: batch.spec.render.provider };
  return context.tracing.story({ story: queueTurn.story, name: 'turn', attributes }, () => takeTurn(turn));
}

async function takeTurn(turn: Turn): Promise<TurnOutcome> {
  const { context, batch } = turn;
  if (batch.collects) return collectOnly(turn);
  try {
    const references = batch.number === 0 ? null : await loadReferences(turn);
    await resumeOrders(turn);
    await settleEarlier(turn);
    if (references !== null) await reviewCast(turn, references);
    // Recalls, intends, orders, collects and keeps, in one or more rounds, as the method needs.
    await (references === null ? drawPlates(turn) : drawPanels(turn, references));
    context.failpoint('frames-kept');
    // The review may change which frames there are to measure.
    const reviewed = await (references === null ? reviewPlates(turn) : reviewBatch(turn, references));
    const stop = joinStops([reviewed, await checkBatch(turn)]);
    return await commitBatch(turn, stop);
  } catch (thrown) {
    const { signal, draining, cancelled } = turn.queueTurn;
    const facts = {
      tries: batch.tries,
      stopping: signal.aborted || draining.aborted,
      cancelled: cancelled.aborted,
      now: turn.now(),
    };
    return applyOutcome(turn, decideOutcome(endingOf(thrown), facts));
  }
}

/** The turn, or null after the batch was failed because its provider is not available in this installation any more. */
async function beginTurn(context: DrawContext, queueTurn: QueueTurn, batch: ClaimedBatch): Promise<Turn | null> {
  try {
    return await openTurn(
      context,
      batch.cancelled ? { ...queueTurn, cancelled: AbortSignal.abort() } : queueTurn,
      batch,
    );
  } catch (thrown) {
    const { code, message } = asNextpanelError(thrown);
    context.log.error({ story: queueTurn.story, code, err: thrown }, 'batch cannot be drawn');
    if (batch.collects) await context.state.batches.endCollecting(batch.fence, batch.id, unavailableMs);
    else await context.state.batches.fail(batch.fence, batch.id, { code, detail: message }, [], 0);
    return null;
  }
}
