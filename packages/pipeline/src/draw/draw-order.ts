import { asNextpanelError, type Drawn, type DrawRequest, NextpanelError, priceRequest } from '@nextpanel/core';
import type { StoredFrame } from '@nextpanel/store';
import type { RequestRecord } from '../record.ts';
import { awaitRoom } from './await-room.ts';
import type { NextStep } from './next-step.ts';
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
  await turn.settle({
    id,
    outcome: 'kept',
    cost: drawn.costMicroUsd,
    frames: frames.map((frame, index) => ({ panel: request.panels[index]?.number as number, frame })),
  });
  context.failpoint('frame-kept');
}

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
  if (during === 'collect' && error.retryable && error.money === 'none') return error;
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

/** Checks that every frame decodes and stores its bytes untouched. A frame that does not is paid for and drawn again. */
async function storeFrames(turn: Turn, id: string, request: DrawRequest, drawn: Drawn): Promise<StoredFrame[]> {
  const { artifacts, imaging } = turn.context;
  try {
    if (drawn.frames.length !== request.panels.length) {
      throw new NextpanelError(
        'frames_missing',
        `the provider sent ${drawn.frames.length} of ${request.panels.length} frames`,
        { retryable: true },
      );
    }
    return await Promise.all(
      drawn.frames.map(async (bytes) => {
        const facts = await imaging.inspectPicture(bytes);
        return { ...facts, sha256: await artifacts.put(bytes), key: request.key };
      }),
    );
  } catch (thrown) {
    const error = asNextpanelError(thrown);
    if (!['frames_missing', 'picture_unreadable', 'picture_too_large'].includes(error.code)) throw error;
    await turn.settle({ id, outcome: 'refused', cost: drawn.costMicroUsd, code: error.code, frames: [] });
    throw new NextpanelError(error.code, error.message, { cause: error, retryable: true, money: 'paid' });
  }
}
