import type { LeftOutPicture, MicroUsd, Order, SentPicture } from '@nextpanel/core';
import type { ClaimedBatch } from './claimed-batch.ts';
import type { KnownRequest, OrderedFrame, StoredAsk } from './known-requests.ts';
import type { StoredSpec } from './stored.ts';
import { packOrder } from './stored-orders.ts';
import { packPictures } from './stored-pictures.ts';

export interface Intent {
  readonly order: Order;
  readonly frames: readonly OrderedFrame[];
  readonly from: KnownRequest['from'];
  readonly price: { readonly expected: MicroUsd; readonly high: MicroUsd };
  /** The pictures that go along, and those that do not, with the reasons. */
  readonly references?: readonly SentPicture[];
  readonly leftOut?: readonly LeftOutPicture[];
}

/** A request to a judge: one call about frames of a batch. */
export interface ReviewIntent {
  readonly id: string;
  readonly key: string;
  /** Ids of the panels it is about. */
  readonly panels: readonly string[];
  readonly model: string;
  /** Base URL of its server. */
  readonly server: string;
  /** Everything it asks, pictures by hash. */
  readonly order: Readonly<Record<string, unknown>>;
  readonly price: { readonly expected: MicroUsd; readonly high: MicroUsd };
  /** What all reviews of the story may cost together; null: whatever its budget allows. */
  readonly most: MicroUsd | null;
}

/** `changed`: another anchor or reference frame was selected. `used`: these ids belong to other requests, which is a bug. */
export type IntendOutcome =
  | { readonly kind: 'intended' | 'fenced' | 'cancelled' | 'changed' }
  | { readonly kind: 'used'; readonly ids: readonly string[] }
  | { readonly kind: 'provider_paused'; readonly reason: string }
  /** More than the story lets its reviews cost. */
  | { readonly kind: 'review'; readonly limit: MicroUsd; readonly needed: MicroUsd }
  | {
      readonly kind: 'tenant';
      /** Which limit of the tenant: dollars (µ$) or pictures of a day, or pictures under way at once. */
      readonly of: 'usd' | 'images' | 'concurrent';
      readonly limit: number;
      readonly needed: number;
      /** What these requests need alone. */
      readonly these: number;
      readonly possibly: MicroUsd;
      /** Until the next day begins (UTC), in milliseconds. */
      readonly leftMs: number;
    }
  | {
      readonly kind: 'budget';
      readonly budget: MicroUsd;
      readonly needed: MicroUsd;
      /** The part of `needed` that requests of unknown outcome may have cost. */
      readonly possibly: MicroUsd;
    };

/** What of a claimed batch goes into the intents of its requests. */
export type IntendingBatch = Pick<ClaimedBatch, 'id' | 'seen'> & {
  readonly spec: { readonly render: Pick<StoredSpec['render'], 'provider' | 'model'> };
};

/** What the script answers. */
export type IntendAnswer = readonly [IntendOutcome['kind'], string, string, string, ...string[]];

export function readIntended(answer: IntendAnswer): IntendOutcome {
  const [kind, first, second, third] = answer;
  if (kind === 'used') return { kind, ids: answer.slice(1) };
  if (kind === 'provider_paused') return { kind, reason: first };
  if (kind === 'review') return { kind, limit: Number(first), needed: Number(second) };
  if (kind === 'tenant') {
    const [limit = 0, needed = 0, these = 0, possibly = 0, leftMs = 0] = answer.slice(2).map(Number);
    return { kind, of: first as 'usd' | 'images' | 'concurrent', limit, needed, these, possibly, leftMs };
  }
  if (kind === 'budget') return { kind, budget: Number(first), needed: Number(second), possibly: Number(third) };
  return { kind };
}

/** The arguments of `intend-requests` behind its fence. */
type IntendArgs = readonly (string | number)[];

export function writeIntents(batch: IntendingBatch, intents: readonly Intent[]): IntendArgs {
  // A story may change its provider later: what was paid here stays with this one.
  const { provider, model } = batch.spec.render;
  const entries = new Map<string, string>();
  const pictures = new Map<string, string>();
  const requests = intents.flatMap(({ order, frames, from, price, references, leftOut }) => [
    order.id,
    order.key,
    JSON.stringify({
      batch: batch.id,
      panels: [...new Set(frames.map(({ panel }) => panel))],
      provider,
      model,
      method: order.method,
      frames: frames.map(({ target, ...frame }): StoredAsk => ({ ...frame, slot: target })),
      from,
      estimate: price.expected,
      references: references && packPictures(references, pictures),
      leftOut: leftOut && packPictures(leftOut, pictures),
    }),
    packOrder(order, entries),
    price.high,
  ]);
  const { anchor, reference } = batch.seen;
  return [batch.id, intents.length, ...requests, anchor, reference, ...[...entries, ...pictures].flat()];
}

export function writeReview(
  batch: Pick<ClaimedBatch, 'id' | 'seen'>,
  { id, key, panels, model, server, order, price, most }: ReviewIntent,
): IntendArgs {
  const intent = JSON.stringify({
    batch: batch.id,
    panels,
    judge: { model, server, ...(most !== null && { most }) },
    frames: [],
    estimate: price.expected,
  });
  const text = JSON.stringify({ version: 1, kind: 'review', id, key, ...order });
  return [batch.id, 1, id, key, intent, text, price.high, batch.seen.anchor, batch.seen.reference];
}
