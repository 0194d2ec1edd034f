import { asNextpanelError, type BatchAnswer } from '@nextpanel/core';
import { panelsOf } from './assign-frames.ts';
import type { Collectable } from './in-flight.ts';
import { askedOf, keepFrames } from './keep-frames.ts';
import { settleFailure } from './settle-failure.ts';
import type { Turn } from './turn.ts';
import { endsAtOnce, type FailedRequest, TurnEnded } from './turn-ending.ts';

/**
 * Keeps the answers of a vendor batch, one after another as they are read. Each settles its own request, so that a turn that dies
 * in between is continued with what is left. Ends the turn (`TurnEnded`) with those that failed, after the others are kept.
 */
export async function keepAnswers(
  turn: Turn,
  members: readonly Collectable[],
  answers: AsyncIterable<BatchAnswer>,
): Promise<void> {
  const failed: FailedRequest[] = [];
  for await (const answer of answers) {
    const member = members.find(({ request }) => request.id === answer.order);
    if (!member) continue;
    try {
      await keepAnswer(turn, member, answer);
    } catch (thrown) {
      if (endsAtOnce(thrown)) throw thrown;
      turn.queueTurn.signal.throwIfAborted();
      failed.push({ panels: panelsOf(turn, member.request.frames), error: asNextpanelError(thrown) });
    }
  }
  if (failed.length > 0) throw new TurnEnded({ kind: 'failed', failed });
}

async function keepAnswer(turn: Turn, member: Collectable, answer: BatchAnswer): Promise<void> {
  const { order, request, body, provider } = member;
  if ('error' in answer) {
    if (turn.queueTurn.cancelled.aborted && answer.error.detail.ended === true) return settleUndrawn(turn, [member]);
    throw await settleFailure(turn, { ...order, frames: request.frames }, answer.error, 'collect');
  }
  await keepFrames(turn, { ...order, ...askedOf(request), body }, answer.drawn);
  const { state, log } = turn.context;
  if (order.references.length > 0) await state.providers.prove(provider.id, order.model.id);
  const images = answer.drawn.frames.length;
  await state.stats
    .record({ provider: provider.id, ms: null, images, failed: false })
    .catch((error: unknown) => log.debug({ err: error }, 'statistics'));
}

/** Requests of a cancelled story that were not drawn, and cost nothing. */
export async function settleUndrawn(turn: Turn, members: readonly Collectable[]): Promise<void> {
  await Promise.all(
    members.map(({ request: { id, key } }) =>
      turn.settle({ id, key, outcome: 'refused', cost: 0, code: 'cancelled', frames: [] }),
    ),
  );
}
