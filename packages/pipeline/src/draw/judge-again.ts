import { changeError, type NextpanelError, type Order } from '@nextpanel/core';
import { wantedBy } from './assign-frames.ts';
import { wasBoughtBefore } from './bought-before.ts';
import type { FramesRequest } from './settle-failure.ts';
import type { Turn } from './turn.ts';

/**
 * The error, with what only the turn knows. A request that could not be fetched stays collectable until it is gone, its
 * setting was corrected to no avail, no panel needs it any more, or the story is cancelled: then it is lost, and ordered again. A `one-call`
 * that was paid without a result is bought again only where the story allows more requests, and any other request once.
 */
export function judgeAgain(
  turn: Turn,
  order: Order & FramesRequest,
  error: NextpanelError,
  during: string,
): NextpanelError {
  const { requests, spec } = turn.batch;
  if (error.collectable && isGivenUp(turn, order, error, during)) {
    return changeError(error, { collectable: false, retryable: order.frames.some((frame) => wantedBy(turn, frame)) });
  }
  if (!error.retryable || error.money !== 'paid') return error;
  const isOver =
    (order.method === 'one-call' && !spec.render.fallback) || wasBoughtBefore(requests, order.frames, error.code);
  // Paid twice without a picture is no outage that passes.
  return isOver ? changeError(error, { retryable: false, fault: 'unusable' }) : error;
}

function isGivenUp(turn: Turn, order: Order & FramesRequest, { code }: NextpanelError, during: string): boolean {
  if (turn.batch.cancelled || turn.queueTurn.cancelled.aborted) return true;
  if (during !== 'collect again') return false;
  if (code === 'result_expired' || !order.frames.some((frame) => wantedBy(turn, frame))) return true;
  const { id, sends } = turn.model();
  return id !== order.model.id || sends.responseFormat !== order.model.sends.responseFormat;
}
