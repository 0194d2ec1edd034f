import { isDrawingStatus, type NextpanelError } from '@nextpanel/core';
import type { TurnOutcome } from '@nextpanel/queue';
import { collectInFlight, runRequests } from './collect-orders.ts';
import { settlePossiblyPaid, takeUpOrders } from './resume-orders.ts';
import type { Turn } from './turn.ts';
import { endingOf } from './turn-ending.ts';

/** When what could not be fetched for the moment is asked for again, in milliseconds. */
const againMs = 15_000;

/**
 * How often a vendor is asked again that could not say anything about a request, or whose picture cannot be fetched with the present
 * settings, while the user has not decided; in milliseconds.
 */
const unknownMs = 600_000;

/**
 * A turn of a story that rests, or whose provider is paused: it collects, looks up and keeps what was ordered before, orders nothing, uses
 * no attempt and leaves the status. What fails is settled like in any turn, and stops nothing.
 */
export async function collectOnly(turn: Turn): Promise<TurnOutcome> {
  const { context, batch, queueTurn } = turn;
  const rests: number[] = [];
  try {
    await collectAll(turn, rests);
  } catch (thrown) {
    const ending = endingOf(thrown);
    if (ending.kind === 'superseded') return { kind: 'done' };
    // What was stopped at the vendor is settled; anything else is tried again.
    if (ending.kind !== 'cancelled') rests.push(ending.kind === 'waits' ? ending.wait.delayMs : againMs);
  }
  const stopping = queueTurn.signal.aborted || queueTurn.draining.aborted;
  const restMs = stopping || rests.length === 0 ? 0 : Math.min(...rests);
  const ended = await context.state.batches.endCollecting(batch.fence, batch.id, restMs);
  if (ended === 'fenced' || stopping) return { kind: 'done' };
  if (isDrawingStatus(ended.status)) return { kind: 'yield', delayMs: 0 };
  return ended.nextMs === null ? { kind: 'done' } : { kind: 'yield', delayMs: ended.nextMs };
}

/** @param rests gets when to look again at what could not be fetched yet, in milliseconds */
async function collectAll(turn: Turn, rests: number[]): Promise<void> {
  const unknown = await takeUpOrders(turn);
  // The turn that may order them again asks the user, where the user wants to decide. Of a panel that is drawn, or a story that was
  // cancelled, nothing is ordered again.
  if (turn.batch.cancelled || turn.batch.collects === 'drawn')
    await Promise.all(unknown.map(({ request }) => settlePossiblyPaid(turn, request)));
  else if (unknown.length > 0) rests.push(unknownMs);
  const all = [...turn.inFlight.values()];
  rests.push(...all.flatMap((it) => ('wait' in it ? [it.wait.delayMs] : [])));
  const present = all.filter((it) => !('wait' in it));
  const failed = await runRequests(turn, collectInFlight(turn, present));
  for (const { error } of failed) {
    logFailure(turn, error);
    // What is settled by its failure is not asked for again, whatever the rest is.
    rests.push(error.collectable ? unknownMs : (error.retryAfterMs ?? againMs));
  }
}

function logFailure({ context, batch }: Turn, error: NextpanelError): void {
  const about = { story: batch.fence.story, batch: batch.number, code: error.code, err: error };
  context.log.warn(about, 'a request could not be collected');
}
