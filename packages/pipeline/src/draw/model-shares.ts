import { isLimited, limitOf, type ModelLimit, type Order } from '@nextpanel/core';
import type { ModelLimits, QueueTurn } from '@nextpanel/queue';
import { coalesce } from '../coalesce.ts';
import type { Context } from '../context.ts';

/** What a turn has of one model. */
export interface ModelShare {
  readonly limit: ModelLimit;
  readonly permits: Set<string>;
  readonly waiting: Set<string>;
  readonly take: (ask: { id: string; images: number }) => ReturnType<ModelLimits['take']>;
  readonly admit: (id: string) => Promise<void>;
  readonly free: (id: string) => Promise<void>;
}

export interface ModelShares {
  /** null: nothing limits the model. */
  of(model: Order['model']): ModelShare | null;
  free(id: string): void;
}

/** The shares of a turn, one for each model it orders from. Calls made in the same tick are sent as one script. */
export function openShares(
  { limits, catalogue }: Pick<Context, 'limits' | 'catalogue'>,
  { story, onRenewal }: QueueTurn,
): ModelShares {
  const shares = new Map<string, ModelShare>();
  return {
    of(model) {
      if (!isLimited(model.provider, catalogue)) return null;
      const limit = limitOf(model, catalogue);
      const name = `${limit.provider}:${limit.model}`;
      const known = shares.get(name);
      if (known) return known;
      const share: ModelShare = {
        limit,
        permits: new Set(),
        waiting: new Set(),
        take: coalesce((asks: readonly { id: string; images: number }[]) => limits.take(limit, story, asks)),
        admit: coalesce((ids: readonly string[]) => limits.admit(limit, story, ids)),
        free: coalesce((ids: readonly string[]) => limits.free(limit, story, ids)),
      };
      shares.set(name, share);
      onRenewal(() => limits.renew(limit, story, { permitted: [...share.permits], waiting: [...share.waiting] }));
      return share;
    },
    free(id) {
      for (const share of shares.values()) {
        const had = share.permits.delete(id);
        if (share.waiting.delete(id) || had) share.free(id).catch(() => undefined);
      }
    },
  };
}
