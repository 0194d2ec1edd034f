import { setTimeout as wait } from 'node:timers/promises';
import { type DrawRequest, NextpanelError } from '@nextpanel/core';
import type { Turn } from './turn.ts';

/** Takes room for a request's images from the bucket all processes share, and waits for it. Throws `rate_limited`. */
export async function awaitRoom(turn: Turn, request: Pick<DrawRequest, 'panels'>): Promise<void> {
  const { pickUp } = turn;
  const room = await turn.takeRoom(request.panels.length);
  if (room.kind === 'full') {
    throw new NextpanelError('rate_limited', 'the limit of images a minute is used up', {
      retryable: true,
      retryAfterMs: room.waitMs,
    });
  }
  const stop = AbortSignal.any([pickUp.signal, pickUp.draining, pickUp.cancelled]);
  if (room.waitMs > 0) await wait(room.waitMs, undefined, { signal: stop });
  stop.throwIfAborted();
}
