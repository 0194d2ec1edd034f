import { asNextpanelError, type NextpanelError } from '@nextpanel/core';
import type { ClaimedPanel, OrderedFrame } from '@nextpanel/store';
import { panelsOf, wantedBy } from './assign-frames.ts';
import { collectRequest } from './collect-request.ts';
import { collectVendorBatch } from './collect-vendor-batch.ts';
import { isCorrection } from './corrections.ts';
import type { InFlight } from './in-flight.ts';
import { askedOf, keepFrames } from './keep-frames.ts';
import type { Turn } from './turn.ts';
import { endsAtOnce, type FailedRequest, PanelsFailed, TurnEnded, type TurnWait } from './turn-ending.ts';

/** Work on one request of a round. */
export interface RequestWork {
  readonly frames: readonly OrderedFrame[];
  readonly run: () => Promise<void>;
}

/**
 * Does the work side by side, and answers with what failed after everything else is finished. When nothing failed and something
 * has to wait, the turn ends (`TurnEnded`) with the shortest wait.
 *
 * @param onFailed is called with each failure as it happens
 */
export async function runRequests(
  turn: Turn,
  work: readonly RequestWork[],
  onFailed: (error: NextpanelError) => void = () => undefined,
): Promise<FailedRequest[]> {
  const runOne = async ({ frames, run }: RequestWork): Promise<readonly FailedRequest[]> => {
    try {
      await run();
      return [];
    } catch (thrown) {
      if (thrown instanceof TurnEnded && thrown.ending.kind === 'waits') {
        waits.push(thrown.ending.wait);
        return [];
      }
      if (thrown instanceof TurnEnded && thrown.ending.kind === 'failed') return thrown.ending.failed;
      if (endsAtOnce(thrown)) throw thrown;
      if (thrown instanceof PanelsFailed) return thrown.failed;
      const error = asNextpanelError(thrown);
      onFailed(error);
      return [{ panels: panelsOf(turn, frames), error }];
    }
  };
  const waits: TurnWait[] = [];
  const results = await Promise.allSettled(work.map(runOne));
  const failed = results.flatMap((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
  const [wait] = waits.sort((a, b) => a.delayMs - b.delayMs);
  if (wait && failed.length === 0) throw new TurnEnded({ kind: 'waits', wait });
  return failed;
}

/** Collects what earlier turns ordered and keeps its frames: what was sent together is asked for together. */
export function collectInFlight(turn: Turn, inFlight: readonly InFlight[]): RequestWork[] {
  const batched = inFlight.flatMap((it) => ('order' in it && it.order.vendorBatch !== undefined ? [it] : []));
  const together = Map.groupBy(batched, ({ order }) => order.vendorBatch);
  return [
    ...inFlight
      .filter((it) => !batched.some(({ request }) => request === it.request))
      .map((it) => collectOrder(turn, it)),
    ...[...together.values()].map((members) => collectVendorBatch(turn, members)),
  ];
}

const collectOrder = (turn: Turn, it: InFlight): RequestWork => ({
  frames: it.request.frames,
  run: () =>
    isCorrection(it.request.frames) ? withoutWaiting(turn, () => collectOne(turn, it)) : collectOne(turn, it),
});

/** Collects a corrective retake if it is there: nothing waits for it, and it fails nothing. */
async function withoutWaiting({ queueTurn, context, batch }: Turn, collect: () => Promise<void>): Promise<void> {
  try {
    await collect();
  } catch (thrown) {
    const ends = thrown instanceof TurnEnded ? !['failed', 'waits'].includes(thrown.ending.kind) : endsAtOnce(thrown);
    if (ends || queueTurn.signal.aborted || queueTurn.draining.aborted) throw thrown;
    context.log.info({ story: batch.fence.story, batch: batch.number, err: thrown }, 'no corrective retake');
  }
}

async function collectOne(turn: Turn, it: InFlight): Promise<void> {
  if ('wait' in it) throw new TurnEnded({ kind: 'waits', wait: it.wait });
  if (it.vendorId === null) throw new Error(`request ${it.request.id} is collected without an id`);
  await turn.permits.admit(it.order);
  const request = { ...it.order, ...askedOf(it.request), body: it.body };
  await keepFrames(turn, request, await collectRequest(turn, it.provider, request, it.vendorId, 'collect again'));
}

/** Takes out of `turn.inFlight` what draws one of these panels, and what no panel of the batch asks for any more. */
export function takeInFlight(turn: Turn, panels: readonly ClaimedPanel[]): InFlight[] {
  const targets = new Set(panels.map(({ target }) => target));
  const taken = [...turn.inFlight.values()].filter(({ request }) => {
    const wanted = request.frames.flatMap((it) => wantedBy(turn, it)?.target ?? []);
    return wanted.length === 0 || wanted.some((target) => targets.has(target));
  });
  for (const { request } of taken) turn.inFlight.delete(request.id);
  return taken;
}
