import { asNextpanelError, type Drawn, priceRequest } from '@nextpanel/core';
import type { RequestRecord } from '../record.ts';
import { asksFirst, type NextStep, unknownOutcome } from './next-step.ts';
import { orderWithinLimits } from './order-within-limits.ts';
import type { PlannedRequest } from './plan-requests.ts';
import { hold, storeFrames } from './store-frames.ts';
import { Cancelled, type Turn } from './turn.ts';

/** How long a vendor may take to answer that a request is cancelled, in milliseconds. */
const cancelMs = 10_000;

/** How long a model is left alone when the vendor says there were too many requests, but not for how long. */
export const rateLimitedMs = 10_000;

/** No answer came: the vendor may well have drawn and charged. */
const cutOff: readonly string[] = ['connection_lost', 'vendor_timeout'];

/** A request that must still be ordered or collected. */
export type Order = { readonly request: PlannedRequest } & Exclude<NextStep, { kind: 'keep' | 'ask' }>;

/**
 * Orders one request (unless it is at the vendor already), waits for its frames, stores them with their record and marks
 * the request kept. Every line may be the last one this process runs: see `failpoints` for what finds it then.
 */
export async function drawOrder(turn: Turn, order: Order): Promise<void> {
  const { context, batch, provider, model } = turn;
  const { request, id } = order;
  const drawn = await orderAndCollect(turn, order);
  const { frames, sheet } = await storeFrames(turn, id, request, drawn);
  context.failpoint('frame-stored');
  const record: RequestRecord = {
    version: 2,
    story: batch.fence.story,
    request: id,
    frames,
    costMicroUsd: drawn.costMicroUsd,
    ...(drawn.requestId !== undefined && { requestId: drawn.requestId }),
    provider: provider.id,
    model: model.id,
    prompt: request.prompt,
    references: request.references.map(({ sha256 }) => sha256),
    ...(sheet !== null && { sheet }),
  };
  const replace = !batch.spec.render.recall || !id.endsWith(':1');
  await hold(turn, () => context.artifacts.writeRecord(batch.tenant, request.key, record, { replace }));
  // After a loss of Redis the same story is recalled with its newest takes.
  if (request.redraw > 0 && !request.slots.some((slot) => slot.includes('+')))
    await hold(turn, () => context.artifacts.writeRecord(batch.tenant, request.keyOf(0), record, { replace: true }));
  context.failpoint('record-written');
  await turn.settle({
    id,
    outcome: 'kept',
    cost: drawn.costMicroUsd,
    ...(drawn.requestId !== undefined && { requestId: drawn.requestId }),
    frames: assign(turn, request, frames),
  });
  context.failpoint('frame-kept');
}

/** Which slot each frame is for. Panels without one are left out, and so are those whose frame is to stay. */
export const assign = (
  { batch, kept }: Pick<Turn, 'batch' | 'kept'>,
  { slots }: Pick<PlannedRequest, 'slots'>,
  frames: RequestRecord['frames'],
) =>
  slots.flatMap((slot, index) => {
    const frame = frames[index];
    const stays = kept.has(slot) && batch.panels.some((panel) => panel.slot === slot && panel.carried);
    return frame && !stays ? [{ slot, frame }] : [];
  });

async function orderAndCollect(turn: Turn, order: Order): Promise<Drawn> {
  const { context, provider, pickUp } = turn;
  const { request, id } = order;
  let vendorId = order.kind === 'collect' ? order.vendorId : null;
  if (vendorId === null) {
    await orderWithinLimits(turn, id, request);
    context.failpoint('requests-ordered');
    try {
      const answer = await turn.atProvider(() => provider.submit(request, pickUp.signal));
      if (answer.kind === 'drawn') return answer.drawn;
      context.failpoint('request-accepted');
      vendorId = answer.vendorId;
    } catch (error) {
      throw await settleFailure(turn, order, error, 'submit');
    }
    await turn.saveVendorId(id, vendorId);
    context.failpoint('request-id-saved');
  } else {
    await turn.permits.hold(id);
  }
  return collect(turn, order, vendorId);
}

/** Waits for an accepted request. When the story is cancelled meanwhile the vendor is asked to stop; what it will not stop is kept. */
async function collect(turn: Turn, order: Order, vendorId: string): Promise<Drawn> {
  const { provider, pickUp } = turn;
  const stopped = new AbortController();
  const stopAtVendor = async () => {
    const deadline = AbortSignal.timeout(cancelMs);
    if (await provider.cancel?.(order.request, vendorId, deadline).catch(() => false)) stopped.abort(new Cancelled());
  };
  const onCancelled = () => void stopAtVendor();
  pickUp.cancelled.addEventListener('abort', onCancelled);
  if (pickUp.cancelled.aborted) onCancelled();
  try {
    // A process that drains leaves what another can collect.
    const stop = AbortSignal.any([pickUp.signal, pickUp.draining, stopped.signal]);
    return await turn.atProvider(() => provider.collect(order.request, vendorId, stop));
  } catch (error) {
    if (!stopped.signal.aborted) throw await settleFailure(turn, order, error, 'collect');
    await turn.settle({ id: order.id, outcome: 'refused', cost: 0, code: 'cancelled', frames: [] });
    throw new Cancelled();
  } finally {
    pickUp.cancelled.removeEventListener('abort', onCancelled);
  }
}

/**
 * Writes down what a failed call means for its request and answers with the error to throw. An aborted call stays ordered:
 * the next turn collects it, or finds its outcome unknown. So does one whose result could not be fetched for the moment.
 */
async function settleFailure(
  turn: Turn,
  { id, request }: Order,
  thrown: unknown,
  during: 'submit' | 'collect',
): Promise<unknown> {
  const { pickUp } = turn;
  if (pickUp.signal.aborted || (during === 'collect' && pickUp.draining.aborted)) return thrown;
  const error = asNextpanelError(thrown);
  if (error.code === 'rate_limited') await turn.permits.block(error.retryAfterMs ?? rateLimitedMs);
  if (during === 'collect' && error.retryable && error.money === 'none' && error.detail.ended !== true) return error;
  const { expected } = priceRequest(turn.model, request);
  const { requestId } = error.detail;
  await turn.settle({
    id,
    outcome: error.money === 'possibly' ? 'possibly_paid' : 'refused',
    cost: error.money === 'none' ? 0 : expected,
    code: error.code,
    ...(typeof requestId === 'string' && { requestId }),
    frames: [],
  });
  if (error.money !== 'possibly' || !error.retryable) return error;
  const { spec, requests } = turn.batch;
  // An answer that says it failed is tried as often as any failure, unless the user wants to look first.
  const asks = cutOff.includes(error.code)
    ? asksFirst(request.key, requests, spec.render)
    : spec.render.unknownOutcome === 'ask';
  return asks ? unknownOutcome(error) : error;
}
