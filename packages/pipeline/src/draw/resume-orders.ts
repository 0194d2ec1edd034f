import type { ClaimedBatch, KnownRequest } from '@nextpanel/store';
import { type RequestRecord, readRecord } from '../record.ts';
import { askAgain } from './ask-again.ts';
import { assignFrames, panelsOf } from './assign-frames.ts';
import { collectInFlight, runRequests } from './collect-orders.ts';
import { isCorrection } from './corrections.ts';
import type { Awaited } from './in-flight.ts';
import { type LostRequest, lookUpLost, type UnknownRequest } from './look-up-lost.ts';
import { providerOf } from './provider-of.ts';
import { rebuildOrders } from './rebuild-orders.ts';
import type { Turn } from './turn.ts';
import { TurnEnded } from './turn-ending.ts';
import { asksFirst, unknownOutcome } from './unknown-outcome.ts';

/** Takes every stored order of the batch up where an earlier turn left it, and marks as possibly paid what no vendor can say anything about. */
export async function resumeOrders(turn: Turn): Promise<void> {
  await askAgain(turn);
  await settleUnknown(turn, await takeUpOrders(turn));
}

/**
 * Takes every stored order of the batch up. It works from the stored order alone: what today's prompts, defaults or catalogue would ask
 * for does not matter here. What has a record is kept, what the vendor can be asked for is put into `turn.inFlight`, and what was lost
 * is looked for. Answers with those about which no vendor can say anything.
 */
export async function takeUpOrders(turn: Turn): Promise<UnknownRequest[]> {
  const { batch, context } = turn;
  // What was asked of a judge is taken up by the review.
  const ordered = batch.requests.filter(({ state, reviews }) => state === 'ordered' && !reviews);
  if (ordered.length === 0) return [];
  const orders = await context.state.batches.orders(
    batch.fence.story,
    ordered.map(({ id }) => id),
  );
  const rebuilt = await rebuildOrders(
    turn,
    ordered.filter(({ id }) => !orders.has(id)),
    (request) => providerOf(turn, request),
  );
  const lost: LostRequest[] = [];
  await Promise.all(
    ordered.map(async (known) => {
      const { request } = rebuilt.get(known.id) ?? { request: known };
      const record = await readRecord(context, batch.tenant, request.key);
      if (record && isOwn(record, request, batch)) return keepRecorded(turn, request, record);
      const { order, body = null } = orders.get(request.id) ?? { order: rebuilt.get(request.id)?.order };
      const provider = providerOf(turn, request);
      const { vendorId } = request;
      if (order?.vendorBatch !== undefined && provider?.batches) {
        turn.inFlight.set(request.id, { request, order, body, vendorId, provider });
        return;
      }
      if (order && provider && vendorId !== null) {
        turn.inFlight.set(request.id, { request, order, body, vendorId, provider });
        return;
      }
      lost.push({ request, order: order ?? null, body, provider });
    }),
  );
  return lookUpLost(turn, lost);
}

/**
 * Marks as possibly paid what no vendor can say anything about. When the user decides whether to order it again, everything that can be
 * found or collected is collected first.
 */
async function settleUnknown(turn: Turn, unknown: readonly UnknownRequest[]): Promise<void> {
  const { requests, spec } = turn.batch;
  // A corrective retake is never ordered again, so there is nothing to decide.
  const [undecided, repeated] = partition(
    unknown,
    ({ request }) => !isCorrection(request.frames) && asksFirst(request.frames, requests, spec.render),
  );
  await Promise.all(repeated.map(({ request }) => settlePossiblyPaid(turn, request)));
  if (undecided.length === 0) return;
  if ([...turn.inFlight.values()].some((it) => 'wait' in it)) {
    // Another one may still be found: the user is asked once, when all is known.
    for (const { request } of undecided) turn.inFlight.set(request.id, awaitedWith(turn, request));
    return;
  }
  await Promise.all(undecided.map(({ request }) => settlePossiblyPaid(turn, request)));
  const failed = await runRequests(turn, collectInFlight(turn, [...turn.inFlight.values()]));
  const asking = undecided.map(({ request, reason }) => ({
    panels: panelsOf(turn, request.frames),
    error: unknownOutcome(reason),
  }));
  throw new TurnEnded({ kind: 'failed', failed: [...asking, ...failed] });
}

/** Counts a request as possibly paid: its outcome cannot be learned. */
export const settlePossiblyPaid = (turn: Turn, { id, key, estimate }: KnownRequest): Promise<void> =>
  turn.settle({ id, key, outcome: 'possibly_paid', cost: estimate, code: 'unknown_outcome', frames: [] });

/** The wait of the others, for a request that waits with them. */
function awaitedWith(turn: Turn, request: KnownRequest): Awaited {
  const waits = [...turn.inFlight.values()].flatMap((it) => ('wait' in it ? [it.wait] : []));
  const [first] = waits.sort((a, b) => a.delayMs - b.delayMs);
  return { request, wait: first ?? { code: 'lookup', delayMs: 0, facts: {} } };
}

function partition<It>(all: readonly It[], belongs: (it: It) => boolean): [It[], It[]] {
  return [all.filter(belongs), all.filter((it) => !belongs(it))];
}

/** The frame was stored and the turn died before it was written that it is: paid once, by this very order. */
const isOwn = (record: RequestRecord, { id }: KnownRequest, { fence }: ClaimedBatch): boolean =>
  record.story === fence.story && record.request === id;

async function keepRecorded(turn: Turn, request: KnownRequest, record: RequestRecord): Promise<void> {
  await turn.settle({
    id: request.id,
    key: request.key,
    outcome: 'kept',
    cost: record.costMicroUsd,
    ...(record.requestId !== undefined && { requestId: record.requestId }),
    frames: assignFrames(turn, request.frames, record.frames),
  });
}
