import { asNextpanelError, stopsBatch } from '@nextpanel/core';
import type { ClaimedPanel, KnownRequest } from '@nextpanel/store';
import { wantedBy } from './assign-frames.ts';
import { collectInFlight, type RequestWork, runRequests, takeInFlight } from './collect-orders.ts';
import { collectRequest } from './collect-request.ts';
import type { InFlight } from './in-flight.ts';
import { intendOrders } from './intend-orders.ts';
import { keepFrames } from './keep-frames.ts';
import { nameVendorBatches } from './name-vendor-batches.ts';
import { orderRequest } from './order-request.ts';
import { orderVendorBatch } from './order-vendor-batch.ts';
import { type PlannedRequest, planRequests, type Round } from './plan-requests.ts';
import { preparePictures } from './prepare-pictures.ts';
import { proveFirst } from './prove-first.ts';
import { recallRecords } from './recall-records.ts';
import { tryBlocked } from './try-blocked.ts';
import type { Turn } from './turn.ts';
import { endsAtOnce, TurnEnded } from './turn-ending.ts';

/**
 * Draws what the panels of a round lack, side by side: collects what earlier turns ordered, recalls what was drawn before, and
 * orders the rest. Ends the turn (`TurnEnded`) when requests failed, after the others are finished.
 */
export async function drawRound(turn: Turn, round: Round): Promise<void> {
  const collecting = takeInFlight(turn, round.groups.flat());
  const coming = new Set(
    collecting.flatMap(({ request }) => request.frames.flatMap((it) => wantedBy(turn, it)?.target ?? [])),
  );
  const isMissing = ({ target }: ClaimedPanel) => !turn.kept.has(target) && !coming.has(target);
  const collects = [...collectInFlight(turn, collecting)];
  const intend = async () =>
    round.groups.some((group) => group.some(isMissing)) ? intendMissing(turn, round, isMissing, collecting) : [];
  const intended = await intend().catch((refusal: unknown) => afterCollecting(turn, collects, refusal, intend));
  const halt = new AbortController();
  const work = [...collects, ...orderAll(turn, intended ?? [], halt.signal)];
  const failed = await runRequests(turn, work, (error) => {
    if (stopsBatch(error)) halt.abort();
  });
  if (failed.length > 0) throw new TurnEnded({ kind: 'failed', failed });
  if (intended === null) throw new TurnEnded({ kind: 'cancelled' });
}

/**
 * New orders are refused, for the budget or a paused provider: what is at the vendor is collected first. Its cost is known then, and may be
 * less than was held, so the orders are tried once more.
 *
 * @param collects work that is done here, and taken out
 */
async function afterCollecting<Intended>(
  turn: Turn,
  collects: RequestWork[],
  refusal: unknown,
  intend: () => Promise<Intended>,
): Promise<Intended> {
  if (endsAtOnce(refusal) || collects.length === 0) throw refusal;
  const failed = await runRequests(turn, collects.splice(0));
  if (failed.length === 0) return intend();
  throw new TurnEnded({ kind: 'failed', failed: [...failed, { panels: [], error: asNextpanelError(refusal) }] });
}

/** Collects what earlier turns ordered for these panels, before anything is planned for them, and answers with those requests. */
export async function collectFor(turn: Turn, panels: readonly ClaimedPanel[]): Promise<KnownRequest[]> {
  const collecting = takeInFlight(turn, panels);
  const failed = await runRequests(turn, collectInFlight(turn, collecting));
  if (failed.length > 0) throw new TurnEnded({ kind: 'failed', failed });
  return collecting.map(({ request }) => request);
}

/**
 * The requests of the round that lack a frame, with their intents written; those with a record are kept at once. Null when the
 * story is cancelled. Keys are planned for all panels of the round: a panel's key must not depend on which others are drawn.
 */
async function intendMissing(
  turn: Turn,
  round: Round,
  isMissing: (panel: ClaimedPanel) => boolean,
  collecting: readonly InFlight[],
): Promise<readonly PlannedRequest[] | null> {
  const planned = planRequests(round, { ...turn.batch, sizeOf: turn.sizeOf }, turn.provider, turn.model());
  const lacking = planned.filter((_, index) => round.groups[index]?.some(isMissing));
  const atVendor = [...collecting, ...turn.inFlight.values()];
  const missing = await proveFirst(turn, await recallRecords(turn, lacking), atVendor);
  return intendOrders(turn, nameVendorBatches(turn, await preparePictures(turn, missing)));
}

/** What goes into a vendor batch is sent together, the rest side by side. */
function orderAll(turn: Turn, requests: readonly PlannedRequest[], halted: AbortSignal): RequestWork[] {
  const together = Map.groupBy(requests, ({ vendorBatch, id }) => vendorBatch ?? id);
  return [...together.values()].flatMap((members) =>
    members[0]?.vendorBatch === undefined
      ? members.map((request) => orderAndKeep(turn, request, halted))
      : [orderVendorBatch(turn, members)],
  );
}

/** @param halted another request of the round failed in a way in which this one would fail, too: it is not ordered */
const orderAndKeep = (turn: Turn, request: PlannedRequest, halted: AbortSignal): RequestWork => ({
  frames: request.frames,
  run: () =>
    tryBlocked(turn, request, async (asked) => {
      const sent = await orderRequest(turn, asked, halted);
      if (sent === null) return;
      const { ordered, body } = sent;
      const drawn =
        ordered.kind === 'drawn' ? ordered.drawn : await collectRequest(turn, turn.provider, asked, ordered.vendorId);
      await keepFrames(turn, { ...asked, body }, drawn);
    }),
});
