import { setTimeout as wait } from 'node:timers/promises';
import { limitOf, type ModelLimit, NextpanelError, type Order } from '@nextpanel/core';
import type { ModelLimits, QueueTurn } from '@nextpanel/queue';
import { coalesce } from '../coalesce.ts';
import type { Context } from '../context.ts';

/** The permits of one turn's requests: taken before they are ordered, renewed with the turn's lock, freed when they are settled. */
export interface TurnPermits {
  /**
   * Waits until the request may be ordered. Throws `rate_limited` when its images would wait too long, and what the turn's
   * signals say.
   */
  take(order: Pick<Order, 'id' | 'model' | 'panels'>): Promise<void>;
  /** The request is at the vendor already: it counts, without waiting. */
  hold(order: Pick<Order, 'id' | 'model'>): Promise<void>;
  /** The request is over, or was never ordered. What is not freed, because the turn died, comes free with its lease. */
  free(id: string): void;
  /** The vendor wants this model to be left alone for that long. */
  block(model: Order['model'], ms: number): Promise<void>;
}

/** What the turn has of one model. */
interface Share {
  readonly limit: ModelLimit;
  readonly held: Set<string>;
  readonly waiting: Set<string>;
  readonly take: (ask: { id: string; images: number }) => ReturnType<ModelLimits['take']>;
  readonly hold: (id: string) => Promise<void>;
  readonly free: (id: string) => Promise<void>;
}

/** Stored orders may name another model than the story has now, so each model has a share of its own. */
export function openTurnPermits(
  { limits, catalogue }: Pick<Context, 'limits' | 'catalogue'>,
  { story, signal, draining, cancelled, onRenewal }: QueueTurn,
): TurnPermits {
  const shares = new Map<string, Share>();
  const stop = AbortSignal.any([signal, draining, cancelled]);
  const shareOf = (model: Order['model']): Share => {
    const limit = limitOf(model, catalogue);
    const name = `${limit.provider}:${limit.model}`;
    const known = shares.get(name);
    if (known) return known;
    const share: Share = {
      limit,
      held: new Set(),
      waiting: new Set(),
      take: coalesce((asks: readonly { id: string; images: number }[]) => limits.take(limit, story, asks)),
      hold: coalesce((ids: readonly string[]) => limits.hold(limit, story, ids)),
      free: coalesce((ids: readonly string[]) => limits.free(limit, story, ids)),
    };
    shares.set(name, share);
    onRenewal(() => limits.renew(limit, story, { held: [...share.held], waiting: [...share.waiting] }));
    return share;
  };
  const free = (id: string) => {
    for (const share of shares.values()) {
      const had = share.held.delete(id);
      if (share.waiting.delete(id) || had) share.free(id).catch(() => undefined);
    }
  };

  return {
    async take({ id, model, panels }) {
      const share = shareOf(model);
      try {
        for (;;) {
          stop.throwIfAborted();
          const room = (await share.take({ id, images: panels.length })).get(id);
          if (room?.kind === 'full') throw tooManyImages(room.waitMs);
          if (room?.kind === 'taken') {
            share.waiting.delete(id);
            share.held.add(id);
            if (room.waitMs > 0) await wait(room.waitMs, undefined, { signal: stop });
            stop.throwIfAborted();
            return;
          }
          share.waiting.add(id);
          await limits.untilGranted(share.limit, story, id, stop);
        }
      } catch (error) {
        free(id);
        throw error;
      }
    },
    async hold({ id, model }) {
      const share = shareOf(model);
      share.held.add(id);
      await share.hold(id);
    },
    free,
    block: (model, ms) => limits.block(shareOf(model).limit, ms),
  };
}

const tooManyImages = (waitMs: number) =>
  new NextpanelError('rate_limited', "the model's images per minute are used up", {
    retryable: true,
    retryAfterMs: waitMs,
  });
