import { asNextpanelError, type Drawn, type DrawRequest, priceRequest } from '@nextpanel/core';
import type { RequestRecord } from '../record.ts';
import { awaitRoom } from './await-room.ts';
import type { NextStep } from './next-step.ts';
import { storeFrames } from './store-frames.ts';
import { bucketOf, Cancelled, type Turn } from './turn.ts';

/** How long a vendor may take to answer that a request is cancelled, in milliseconds. */
const cancelMs = 10_000;

/** How long a model is left alone when the vendor says there were too many requests, but not for how long. */
export const rateLimitedMs = 10_000;

/** A request that must still be ordered or collected. */
export type Order = { readonly request: DrawRequest } & Exclude<NextStep, { kind: 'keep' | 'ask' }>;

/**
 * Orders one request (unless it is at the vendor already), waits for its frames, stores them with their record and marks
 * the request kept. Every line may be the last one this process runs: see `failpoints` for what finds it then.
 */
export async function drawOrder(turn: Turn, order: Order): Promise<void> {
  const { context, batch, provider, model } = turn;
  const { request, id } = order;
  const drawn = await orderAndCollect(turn, order);
  const frames = await storeFrames(turn, id, request, drawn);
  context.failpoint('frame-stored');
  const record: RequestRecord = {
    version: 1,
    story: batch.fence.story,
    request: id,
    frames,
    costMicroUsd: drawn.costMicroUsd,
    provider: provider.id,
    model: model.id,
  };
  const replace = !batch.spec.render.recall || !id.endsWith(':1');
  await context.artifacts.writeRecord(batch.tenant, request.key, record, { replace });
  context.failpoint('record-written');
  await turn.settle({ id, outcome: 'kept', cost: drawn.costMicroUsd, frames: assign(request, frames) });
  context.failpoint('frame-kept');
}

/** Which panel each frame is of; panels without one are left out. */
export const assign = (request: DrawRequest, frames: RequestRecord['frames']) =>
  request.panels.flatMap(({ number }, index) => {
    const frame = frames[index];
    return frame ? [{ panel: number, frame }] : [];
  });

async function orderAndCollect(turn: Turn, order: Order): Promise<Drawn> {
  const { context, provider, pickUp } = turn;
  const { request, id } = order;
  let vendorId = order.kind === 'collect' ? order.vendorId : null;
  if (vendorId === null) {
    await awaitRoom(turn, request);
    await turn.order(id);
    context.failpoint('requests-ordered');
    try {
      const answer = await provider.submit(request, pickUp.signal);
      if (answer.kind === 'drawn') return answer.drawn;
      context.failpoint('request-accepted');
      vendorId = answer.vendorId;
    } catch (error) {
      throw await settleFailure(turn, order, error, 'submit');
    }
    await turn.saveVendorId(id, vendorId);
    context.failpoint('request-id-saved');
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
    return await provider.collect(
      order.request,
      vendorId,
      AbortSignal.any([pickUp.signal, pickUp.draining, stopped.signal]),
    );
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
  const { pickUp, context } = turn;
  if (pickUp.signal.aborted || (during === 'collect' && pickUp.draining.aborted)) return thrown;
  const error = asNextpanelError(thrown);
  if (error.code === 'rate_limited')
    await context.rates.block(bucketOf(turn.provider, turn.model), error.retryAfterMs ?? rateLimitedMs);
  if (during === 'collect' && error.retryable && error.money === 'none' && error.detail.ended !== true) return error;
  const { expected } = priceRequest(turn.model, request);
  await turn.settle({
    id,
    outcome: error.money === 'possibly' ? 'possibly_paid' : 'refused',
    cost: error.money === 'none' ? 0 : expected,
    code: error.code,
    frames: [],
  });
  return error;
}
