import { isCoverPanel } from '@nextpanel/core';
import type { TurnOutcome } from '@nextpanel/queue';
import type { StoredFailure } from '@nextpanel/store';
import { ensureComposed } from '../finalize/ensure-composed.ts';
import { ensureEditions } from '../finalize/ensure-editions.ts';
import { ensureSheets } from '../finalize/ensure-sheets.ts';
import type { Turn } from './turn.ts';
import { TurnEnded } from './turn-ending.ts';

/**
 * Commits the batch, enqueues the sheets whose panels are all drawn, and answers whether there is more to draw.
 *
 * @param stop why the story stops after it, if it does
 */
export async function commitBatch(turn: Turn, stop: StoredFailure | null): Promise<TurnOutcome> {
  const { context, batch } = turn;
  const outcome = await context.state.batches.commit(batch.fence, batch, turn.providerMs(), stop);
  if (outcome.kind === 'fenced') throw new TurnEnded({ kind: 'superseded' });
  if (outcome.kind === 'incomplete') throw new Error(`panel ${outcome.panel} has no kept frame at commit`);
  context.failpoint('batch-committed');
  context.measures.batchEnded(turn.provider.id, 'drawn', batch.panels.length);
  context.log.info({ story: batch.fence.story, batch: batch.number, attempt: batch.attempt }, 'batch drawn');
  const panels = batch.panels.map(({ id }) => id);
  await ensureSheets(context, batch.fence.story, panels);
  if (panels.some((id) => isCoverPanel(batch.spec, id))) await ensureCovered(context, batch.fence.story);
  return outcome.next === 'more' ? { kind: 'yield', delayMs: 0 } : { kind: 'done' };
}

/** The cover is in books alone: what was composed before it can be bound now. */
async function ensureCovered(context: Turn['context'], story: string): Promise<void> {
  const head = await context.state.read.head(story);
  if (!head) return;
  await ensureComposed(context, head);
  await ensureEditions(context, head);
}
