import { limitOf, type Model, NextpanelError, type Provider } from '@nextpanel/core';
import type { PickUp } from '@nextpanel/queue';
import type { ClaimedBatch, Settlement, StoredFrame } from '@nextpanel/store';
import { coalesce } from '../coalesce.ts';
import type { Context } from '../context.ts';
import { observeProvider } from './observe-provider.ts';
import { openTurnPermits, type TurnPermits } from './turn-permits.ts';

export type DrawContext = Pick<
  Context,
  'state' | 'artifacts' | 'space' | 'imaging' | 'queues' | 'limits' | 'catalogue' | 'providers' | 'failpoint' | 'log'
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
  /** Frames by slot: those kept by earlier turns, growing as this one draws. */
  readonly kept: Map<string, StoredFrame>;
  /** How long the provider has had something of this turn in hand until now. */
  providerMs(): number;
  /** Runs what waits for the provider, so that the attempt can tell the provider's time from ours. */
  atProvider<Answer>(ask: () => Promise<Answer>): Promise<Answer>;
  /** What the model's limit, shared by all processes, lets this turn order. A settled request frees its permit. */
  readonly permits: TurnPermits;
  order(id: string): Promise<void>;
  saveVendorId(id: string, vendorId: string): Promise<void>;
  settle(settlement: Settlement): Promise<void>;
}

/**
 * Whether a frame went along with another anchor or reference frame than these. Frames made by hand follow from none. The
 * transitions judge by the same rule (`has_stale` in lib.lua).
 */
export const isStale = (
  { from }: Pick<StoredFrame, 'from'>,
  anchor: Pick<StoredFrame, 'sha256'> | null,
  reference: Pick<StoredFrame, 'sha256'> | null,
): boolean =>
  from !== undefined &&
  ((from.anchor !== null && anchor !== null && from.anchor !== anchor.sha256) ||
    (from.reference !== null && reference !== null && from.reference !== reference.sha256));

/** The story's first frame, as far as there is one: in the first batch it may be drawn by this very turn. */
const frameNumberOne = (batch: ClaimedBatch): StoredFrame | null =>
  batch.number === 1 ? (batch.panels[0]?.kept ?? null) : batch.anchor;

/** Adds up the time in which at least one request is at the provider. */
function providerClock(): Pick<Turn, 'providerMs' | 'atProvider'> {
  let underWay = 0;
  let since = 0;
  let total = 0;
  return {
    providerMs: () => total + (underWay > 0 ? performance.now() - since : 0),
    async atProvider(ask) {
      if (underWay === 0) since = performance.now();
      underWay += 1;
      try {
        return await ask();
      } finally {
        underWay -= 1;
        if (underWay === 0) total += performance.now() - since;
      }
    },
  };
}

/** Another anchor or reference frame was chosen before anything was ordered: begin anew from what is selected now. */
export class FramesChanged extends Error {
  override readonly name = 'FramesChanged';
}

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
  const known = context.providers.get(spec.render.provider);
  if (!known) {
    throw new NextpanelError(
      'provider_unavailable',
      `provider "${spec.render.provider}" is not available in this process`,
    );
  }
  const provider = observeProvider(known, context);
  const permits = openTurnPermits(context.limits, limitOf(model, context.catalogue), pickUp);
  const order = coalesce(async (ids: readonly string[]) => passed(await batches.order(fence, ids)));
  const saveVendorId = coalesce(async (ids: readonly { id: string; vendorId: string }[]) =>
    passed(await batches.saveVendorIds(fence, ids)),
  );
  const settle = coalesce(async (settlements: readonly Settlement[]) =>
    passed(await batches.settle(fence, number, settlements)),
  );
  const anchored = frameNumberOne(batch);
  const kept = new Map(
    [...batch.panels, ...batch.further].flatMap(({ slot, kept: frame, stays }) =>
      frame &&
      !(batch.cascade && !stays && isStale(frame, slot === '1' ? null : anchored, batch.reference?.frame ?? null))
        ? [[slot, frame] as const]
        : [],
    ),
  );
  return {
    context,
    pickUp,
    batch,
    provider,
    model,
    kept,
    ...providerClock(),
    permits,
    order,
    saveVendorId: (id, vendorId) => saveVendorId({ id, vendorId }),
    async settle(settlement) {
      await settle(settlement);
      permits.free(settlement.id);
      if (settlement.outcome !== 'kept') return;
      for (const { slot, frame } of settlement.frames) kept.set(slot, frame);
    },
  };
}

/** Turns the answer of a fenced write into nothing, or into the exception that ends the turn. */
export function passed(answer: string): void {
  if (answer === 'fenced') throw new Superseded();
  if (answer === 'cancelled') throw new Cancelled();
  if (answer === 'changed') throw new FramesChanged();
}
