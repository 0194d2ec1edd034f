import { setTimeout as wait } from 'node:timers/promises';
import { type ModelLimit, NextpanelError } from '@nextpanel/core';
import type { ModelLimits, PickUp } from '@nextpanel/queue';
import { coalesce } from '../coalesce.ts';

/** The permits of one turn's requests: taken before they are ordered, renewed with the turn's lock, freed when they are settled. */
export interface TurnPermits {
  /**
   * Waits until the request may be ordered. Throws `rate_limited` when its images would wait too long, and what the turn's
   * signals say.
   */
  take(id: string, images: number): Promise<void>;
  /** The request is at the vendor already: it counts, without waiting. */
  hold(id: string): Promise<void>;
  /** The request is over, or was never ordered. What is not freed, because the turn died, comes free with its lease. */
  free(id: string): void;
  /** The vendor wants to be left alone for that long. */
  block(ms: number): Promise<void>;
}

/** @param limit of the model the turn draws with */
export function openTurnPermits(
  limits: ModelLimits,
  limit: ModelLimit,
  { story, signal, draining, cancelled, onRenewal }: PickUp,
): TurnPermits {
  const held = new Set<string>();
  const waiting = new Set<string>();
  const stop = AbortSignal.any([signal, draining, cancelled]);
  const takeTogether = coalesce((asks: readonly { id: string; images: number }[]) => limits.take(limit, story, asks));
  const holdTogether = coalesce((ids: readonly string[]) => limits.hold(limit, story, ids));
  const freeTogether = coalesce((ids: readonly string[]) => limits.free(limit, story, ids));
  onRenewal(() => limits.renew(limit, story, { held: [...held], waiting: [...waiting] }));
  const free = (id: string) => {
    const had = held.delete(id);
    if (waiting.delete(id) || had) freeTogether(id).catch(() => undefined);
  };

  return {
    async take(id, images) {
      try {
        for (;;) {
          stop.throwIfAborted();
          const room = (await takeTogether({ id, images })).get(id);
          if (room?.kind === 'full') throw tooManyImages(room.waitMs);
          if (room?.kind === 'taken') {
            waiting.delete(id);
            held.add(id);
            if (room.waitMs > 0) await wait(room.waitMs, undefined, { signal: stop });
            stop.throwIfAborted();
            return;
          }
          waiting.add(id);
          await limits.untilGranted(limit, story, id, stop);
        }
      } catch (error) {
        free(id);
        throw error;
      }
    },
    async hold(id) {
      held.add(id);
      await holdTogether(id);
    },
    free,
    block: (ms) => limits.block(limit, ms),
  };
}

const tooManyImages = (waitMs: number) =>
  new NextpanelError('rate_limited', "the model's images per minute are used up", {
    retryable: true,
    retryAfterMs: waitMs,
  });
