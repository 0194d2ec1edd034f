import { changeError, type NextpanelError, type Order } from '@nextpanel/core';
import { wantedBy } from './assign-frames.ts';
import type { FramesRequest } from './settle-failure.ts';
import type { Turn } from './turn.ts';

/**
 * The error, with what only the turn knows. A request that could not be fetched stays collectable until it is gone, its
 * setting was corrected to no avail, no panel needs it any more, or the story is cancelled: then it is lost, and ordered again. A `one-call`
 * that was paid without a result is bought again only where the story allows more requests.
 */
export function judgeAgain(
  turn: Turn,
  order: Order & FramesRequest,
  error: NextpanelError,
  during: string,
): NextpanelError {
  const { render } = turn.batch.spec;
  if (error.collectable && isGivenUp(turn, order, error, during)) {
    return changeError(error, { collectable: false, retryable: order.frames.some((frame) => wantedBy(turn, frame)) });
  }
  const buysAgain = error.retryable && error.money === 'paid' && order.method === 'one-call' && !render.fallback;
  return buysAgain ? changeError(error, { retryable: false }) : error;
}

function isGivenUp(turn: Turn, order: Order & FramesRequest, { code }: NextpanelError, during: string): boolean {
  if (turn.queueTurn.cancelled.aborted) return true;
  if (during !== 'collect again') return false;
  if (code === 'result_expired' || !order.frames.some((frame) => wantedBy(turn, frame))) return true;
  const { id, sends } = turn.model();
  return id !== order.model.id || sends.responseFormat !== order.model.sends.responseFormat;
}
