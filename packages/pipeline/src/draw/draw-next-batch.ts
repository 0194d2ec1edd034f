import { asNextpanelError, findModel } from '@nextpanel/core';
import type { PickUp, PickUpOutcome } from '@nextpanel/queue';
import type { ClaimedBatch } from '@nextpanel/store';
import { ensureSheets } from '../finalize/ensure-sheets.ts';
import { decideOutcome, pausedProviderMs } from './decide-outcome.ts';
import { drawPanels } from './draw-panels.ts';
import { loadReferences } from './load-references.ts';
import { type DrawContext, openTurn, Superseded, type Turn } from './turn.ts';

/**
 * Draws the first batch of a story that is not drawn: one turn. Whatever happens, the story's state says how to go on;
 * nothing is thrown but what should never happen.
 *
 * @param onClaimed is told the batch's number before anything is drawn
 */
export async function drawNextBatch(
  context: DrawContext,
  pickUp: PickUp,
  onClaimed: (batch: number) => void = () => undefined,
): Promise<PickUpOutcome> {
  const claim = await context.state.batches.claim(pickUp.story, pickUp.lock, pickUp.provider);
  if (claim.kind === 'provider_paused') return { kind: 'yield', delayMs: pausedProviderMs };
  if (claim.kind !== 'claimed') return { kind: 'done' };
  context.failpoint('batch-claimed');
  const { batch } = claim;
  onClaimed(batch.number);
  const turn = await beginTurn(
    context,
    batch.cancelled ? { ...pickUp, cancelled: AbortSignal.abort() } : pickUp,
    batch,
  );
  if (!turn) return { kind: 'done' };
  try {
    const references = await loadReferences(turn);
    await drawPanels(turn, references);
    context.failpoint('frames-kept');
    return await commitBatch(turn);
  } catch (thrown) {
    return decideOutcome(turn, thrown);
  }
}

/** The turn, or null after the batch was failed because its model or provider is gone since the story was submitted. */
async function beginTurn(context: DrawContext, pickUp: PickUp, batch: ClaimedBatch): Promise<Turn | null> {
  try {
    return openTurn(context, pickUp, batch, findModel(batch.spec.render, context.catalogue));
  } catch (thrown) {
    const { code, message } = asNextpanelError(thrown);
    context.log.error({ story: pickUp.story, code, err: thrown }, 'batch cannot be drawn');
    await context.state.batches.fail(batch.fence, batch.number, { code, detail: message }, [], 0);
    return null;
  }
}

async function commitBatch(turn: Turn): Promise<PickUpOutcome> {
  const { context, batch } = turn;
  const outcome = await context.state.batches.commit(batch.fence, batch, turn.providerMs());
  if (outcome.kind === 'fenced') throw new Superseded();
  if (outcome.kind === 'incomplete') throw new Error(`panel ${outcome.panel} has no kept frame at commit`);
  context.failpoint('batch-committed');
  context.log.info({ story: batch.fence.story, batch: batch.number, attempt: batch.attempt }, 'batch drawn');
  await ensureSheets(
    context,
    batch.fence.story,
    batch.spec,
    batch.panels.map(({ number }) => number),
  );
  return outcome.next === 'more' ? { kind: 'yield', delayMs: 0 } : { kind: 'done' };
}
