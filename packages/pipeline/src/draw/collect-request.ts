import type { Drawn, Order, Picture, PictureReference, Provider } from '@nextpanel/core';
import { openPicture } from '../frames.ts';
import { type FramesRequest, settleFailure } from './settle-failure.ts';
import type { Turn } from './turn.ts';
import { TurnEnded } from './turn-ending.ts';

/** How long a vendor may take to answer that a request is cancelled, in milliseconds. */
const cancelMs = 10_000;

/** Waits for an accepted request. When the story is cancelled meanwhile the vendor is asked to stop; what it will not stop is kept. */
export async function collectRequest(
  turn: Turn,
  provider: Provider,
  order: Order & FramesRequest,
  vendorId: string,
  during: 'collect' | 'collect again' = 'collect',
): Promise<Drawn> {
  const { queueTurn, context, batch } = turn;
  const stopped = new AbortController();
  const stopAtVendor = async () => {
    const deadline = AbortSignal.timeout(cancelMs);
    if (await provider.cancel?.(order, vendorId, deadline).catch(() => false)) stopped.abort();
  };
  const onCancelled = () => void stopAtVendor();
  queueTurn.cancelled.addEventListener('abort', onCancelled);
  if (queueTurn.cancelled.aborted) onCancelled();
  const open = (picture: PictureReference): Promise<Picture> => openPicture(context, batch, picture);
  try {
    // A process that drains leaves what another can collect.
    const stop = AbortSignal.any([queueTurn.signal, queueTurn.draining, stopped.signal]);
    return await turn.atProvider(() => provider.collect(order, vendorId, stop, open));
  } catch (error) {
    if (!stopped.signal.aborted) throw await settleFailure(turn, order, error, during);
    const { id, key } = order;
    await turn.settle({ id, key, outcome: 'refused', cost: 0, code: 'cancelled', frames: [] });
    throw new TurnEnded({ kind: 'cancelled' });
  } finally {
    queueTurn.cancelled.removeEventListener('abort', onCancelled);
  }
}
