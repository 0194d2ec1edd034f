import { type Model, NextpanelError, type Provider } from '@nextpanel/core';
import type { PickUp, RateBuckets } from '@nextpanel/queue';
import type { ClaimedBatch, Settlement, StoredFrame } from '@nextpanel/store';
import { coalesce } from '../coalesce.ts';
import type { Context } from '../context.ts';

export type DrawContext = Pick<
  Context,
  'state' | 'artifacts' | 'imaging' | 'queues' | 'rates' | 'catalogue' | 'providers' | 'failpoint' | 'log'
>;

/**
 * One turn at one batch: what was claimed, what is kept so far, and its fenced writes. Writes made in the same tick go out
 * as one script. They throw Superseded when the fence refuses and Cancelled when the story was.
 */
export interface Turn {
  readonly context: DrawContext;
  readonly pickUp: PickUp;
  readonly batch: ClaimedBatch;
  readonly provider: Provider;
  readonly model: Model;
  /** Frames by panel: those kept by earlier turns, growing as this one draws. */
  readonly kept: Map<number, StoredFrame>;
  /** Takes room in the shared bucket of the model; see RateBuckets. */
  takeRoom(images: number): ReturnType<RateBuckets['take']>;
  order(id: string): Promise<void>;
  saveVendorId(id: string, vendorId: string): Promise<void>;
  settle(settlement: Settlement): Promise<void>;
}

/** A request waits this long for its turn in the bucket; when it would take longer, the batch gives its slot back. */
const longestWaitMs = 30_000;

export const bucketOf = (provider: Provider, model: Model): string => `${provider.id}:${model.id}`;

/** A later pick-up owns the story now, or the answer to a repeated write was lost: stop quietly. */
export class Superseded extends Error {
  override readonly name = 'Superseded';
}

/** The story was cancelled: stop ordering, keep what was paid. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

export function openTurn(context: DrawContext, pickUp: PickUp, batch: ClaimedBatch, model: Model): Turn {
  const { batches } = context.state;
  const { fence, number, spec } = batch;
  const provider = context.providers.get(spec.render.provider);
  if (!provider) {
    throw new NextpanelError(
      'provider_unavailable',
      `provider "${spec.render.provider}" is not available in this process`,
    );
  }
  const takeRoom = coalesce((images: readonly number[]) => {
    const sum = images.reduce((total, count) => total + count, 0);
    return context.rates.take(bucketOf(provider, model), sum, provider.imagesPerMinute, longestWaitMs);
  });
  const order = coalesce(async (ids: readonly string[]) => passed(await batches.order(fence, ids)));
  const saveVendorId = coalesce(async (ids: readonly { id: string; vendorId: string }[]) =>
    passed(await batches.saveVendorIds(fence, ids)),
  );
  const settle = coalesce(async (settlements: readonly Settlement[]) =>
    passed(await batches.settle(fence, number, settlements)),
  );
  const kept = new Map(batch.panels.flatMap((panel) => (panel.kept ? [[panel.number, panel.kept] as const] : [])));
  return {
    context,
    pickUp,
    batch,
    provider,
    model,
    kept,
    takeRoom,
    order,
    saveVendorId: (id, vendorId) => saveVendorId({ id, vendorId }),
    async settle(settlement) {
      await settle(settlement);
      if (settlement.outcome !== 'kept') return;
      for (const { panel, frame } of settlement.frames) kept.set(panel, frame);
    },
  };
}

/** Turns the answer of a fenced write into nothing, or into the exception that ends the turn. */
export function passed(answer: string): void {
  if (answer === 'fenced') throw new Superseded();
  if (answer === 'cancelled') throw new Cancelled();
}
