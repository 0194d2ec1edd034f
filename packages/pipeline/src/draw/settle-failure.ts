import {
  asNextpanelError,
  changeError,
  type MicroUsd,
  type NextpanelError,
  type Order,
  priceRequest,
  reportedUsage,
  settleCost,
} from '@nextpanel/core';
import type { OrderedFrame } from '@nextpanel/store';
import { LostFrame } from '../frames.ts';
import { awaitMissing } from './await-missing.ts';
import { judgeAgain } from './judge-again.ts';
import { awaitLost } from './look-up-lost.ts';
import { isLostPoll } from './lost-poll.ts';
import type { Turn } from './turn.ts';
import { asksFirst, unknownOutcome } from './unknown-outcome.ts';

/** No answer came: the vendor may well have drawn and charged. */
const cutOff: readonly string[] = ['connection_lost', 'vendor_timeout'];

/** No answer of the vendor's came, though perhaps one of something in between: what became of the request can be looked up. */
const lost: readonly string[] = [...cutOff, 'bad_response'];

/** A request with the frames it asks for. */
export interface FramesRequest {
  readonly frames: readonly OrderedFrame[];
}

/**
 * Writes what a failed call means for its request and answers with the error to throw. An aborted call stays ordered: the next
 * turn collects it, or finds its outcome unknown. So does one whose result could not be fetched for the moment or with the present
 * settings, and one whose answer was lost and that can be looked up. Preparing
 * orders nothing, so there is nothing to settle.
 */
export async function settleFailure(
  turn: Turn,
  order: Order & FramesRequest,
  thrown: unknown,
  during: 'prepare' | 'submit' | 'collect' | 'collect again',
): Promise<unknown> {
  const { queueTurn, batch } = turn;
  const collecting = during === 'collect' || during === 'collect again';
  if (thrown instanceof LostFrame) return thrown;
  if (queueTurn.signal.aborted || (collecting && queueTurn.draining.aborted)) return thrown;
  const error = judgeAgain(turn, order, asNextpanelError(thrown), during);
  const meant = await reportFailure(turn, order, error, collecting ? 'collect' : during);
  if (during === 'prepare') return meant;
  if (collecting && (isLostPoll(error) || error.collectable)) {
    turn.permits.answered(order.id, error.collectable ? 'unread' : 'none');
    return meant;
  }
  const looksUp = turn.provider.lookup !== undefined || turn.provider.webhooks !== undefined;
  if (during === 'submit' && looksUp && error.money === 'possibly' && lost.includes(error.code))
    return awaitLost(turn, order);
  // Where pictures are downloaded again later, the provider has insisted for a minute itself.
  if (collecting && error.code === 'result_expired' && !asNextpanelError(thrown).collectable) {
    const missing = await awaitMissing(turn, order);
    if (missing) return missing;
  }
  const { requestId } = error.detail;
  await turn.settle({
    id: order.id,
    key: order.key,
    outcome: error.money === 'possibly' && reportedUsage(error) === null ? 'possibly_paid' : 'refused',
    cost: costOfFailure(order, error),
    code: error.code,
    ...(typeof requestId === 'string' && { requestId }),
    frames: [],
  });
  if (error.code === 'moderation_blocked') return withPrice(error, order);
  if (error.money !== 'possibly' || !error.retryable) return meant;
  const isCutOff = cutOff.includes(error.code) || error.detail.unread === true;
  return asksFirst(order.frames, batch.requests, batch.spec.render, isCutOff) ? unknownOutcome(error) : meant;
}

/**
 * Tells all processes what a failure says about the vendor, and answers with what it means for the story: a matter of this
 * request, or something that all have to wait for.
 */
async function reportFailure(
  { permits }: Turn,
  order: Order & FramesRequest,
  error: NextpanelError,
  during: 'prepare' | 'submit' | 'collect',
): Promise<NextpanelError> {
  if (error.code === 'rate_limited') return permits.refused(order, error);
  if (error.fault === 'unreachable' || error.fault === 'outage') return permits.failed(order, error, during);
  if (error.fault !== undefined && during === 'submit') await permits.passed(order);
  return error;
}

/** What the vendor says, where it says anything; what is charged for an answer that is not a refusal; otherwise nothing. */
function costOfFailure(order: Order, error: NextpanelError): MicroUsd {
  const usage = reportedUsage(error);
  if (usage !== null && order.model.price.by === 'tokens') return settleCost(order.model, order, { usage, frames: 0 });
  return error.money === 'none' ? 0 : priceRequest(order.model, order).expected;
}

/** A filter does not always answer the same, so the user may want to try the same words again, and should know the price. */
const withPrice = (error: NextpanelError, order: Order): NextpanelError =>
  changeError(error, { detail: { ...error.detail, againMicroUsd: priceRequest(order.model, order).expected } });
