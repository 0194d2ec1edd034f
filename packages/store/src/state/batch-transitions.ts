import type {
  ErrorCode,
  Fence,
  JobLock,
  LeftOutPicture,
  Method,
  MicroUsd,
  Order,
  PanelSpec,
  ProviderId,
  RequestState,
  SentPicture,
  StoryStatus,
} from '@nextpanel/core';
import { strikesMax } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import { type Acknowledged, tooFewReplicas } from '../acknowledged.ts';
import type { Keyspace } from '../keyspace.ts';
import type { RunTransition } from '../load-transitions.ts';
import {
  type AskedRetouch,
  packFrame,
  type Retouching,
  readFrame,
  type StoredFailure,
  type StoredFrame,
  type StoredSpec,
  type WaitingFacts,
} from './stored.ts';
import { packOrder, readOrders, type StoredOrder } from './stored-orders.ts';
import { packPictures, readPictures, type StoredPictures, unpackPictures } from './stored-pictures.ts';

/** A request of the batch as an earlier turn left it. */
export interface KnownRequest {
  readonly id: string;
  /** The key it can be recalled by. */
  readonly key: string;
  readonly state: RequestState;
  readonly vendorId: string | null;
  /** Where it was ordered; null for one that was recalled, or written before this was stored. */
  readonly provider: ProviderId | null;
  /** Id of the model it was ordered from; null as for `provider`. */
  readonly model: string | null;
  readonly method: Method | null;
  /** It asks a judge about frames instead of drawing any. */
  readonly reviews: boolean;
  /** The frames it asks for, in order; empty for one that was recalled. */
  readonly frames: readonly OrderedFrame[];
  /** SHA-256 of the anchor and of the batch's reference frame that went along; null for one that did not. */
  readonly from: { readonly anchor: string | null; readonly reference: string | null };
  readonly estimate: MicroUsd;
  /** The pictures that went along, and those that did not; absent in requests of older releases. */
  readonly references?: readonly SentPicture[];
  readonly leftOut?: readonly LeftOutPicture[];
  /** When it was marked as sent, by Redis' clock, in milliseconds since the epoch; null before that. */
  readonly orderedAt: number | null;
  /** When its answer was given up, by the same clock; null while it was not. */
  readonly lostAt: number | null;
  /** When it was settled, by the same clock; null while it is not. */
  readonly settledAt: number | null;
  /** Why it yielded nothing, once it is settled. */
  readonly code: string | null;
}

/** One frame that a request asks for: which panel's, and which revision of it. */
export interface OrderedFrame {
  readonly panel: string;
  /** What it is drawn for: the panel's id, or `id+i` for its i-th further take. */
  readonly target: string;
  /** The panel's art revision that the order answers. */
  readonly art: number;
  /** 0; n for the n-th retake. */
  readonly redraw: number;
  /** Who is in the picture, and where, as it was ordered. Absent: nobody, or ordered by an earlier release. */
  readonly cast?: PanelSpec['characters'];
  /** It changes part of a frame. */
  readonly retouch?: Retouching;
}

/** A claimed batch, with everything needed to draw it. */
export interface ClaimedBatch {
  readonly fence: Fence;
  readonly tenant: string;
  readonly id: string;
  /** Place in the chain, from 1: the first batch has neither anchor nor reference frame. */
  readonly number: number;
  readonly attempt: number;
  /** Attempts used up before this one. */
  readonly tries: number;
  readonly spec: StoredSpec;
  readonly panels: readonly ClaimedPanel[];
  readonly anchor: StoredFrame | null;
  /** Id of its panel, the first of the chain. */
  readonly anchorPanel: string;
  /** The selected last frame of the previous batch, with its panel's id, and its number, 0 for a removed panel. */
  readonly reference: { readonly panel: string; readonly number: number; readonly frame: StoredFrame } | null;
  /** When it was claimed, by Redis' clock, in milliseconds since the epoch. */
  readonly claimedAt: number;
  /** Anchor and reference frame as stored, by which `intend` sees that no others have been selected since. */
  readonly seen: { readonly anchor: string; readonly reference: string };
  readonly requests: readonly KnownRequest[];
  /** Further takes that were asked for beside those of `panels`. */
  readonly further: readonly ClaimedPanel[];
  /** Drawn frames that no longer follow from anchor and reference frame are drawn again. */
  readonly cascade: boolean;
  /** The story was cancelled before this turn: what is at the vendor is stopped or fetched. */
  readonly cancelled: boolean;
  /**
   * The turn only collects what was ordered for the batch: it orders nothing, and leaves its status. Frames of a batch that is `drawn`
   * become takes. Null: the turn draws.
   */
  readonly collects: 'drawn' | 'undrawn' | null;
  /** When a user last resumed the story, by Redis' clock, in milliseconds since the epoch; 0: never. */
  readonly resumedAt: number;
  /** A turn that died had left it. */
  readonly recovered: boolean;
}

/** One frame to be drawn: a panel's, or a further take of it. */
export interface ClaimedPanel {
  readonly id: string;
  /** Place in reading order when the batch was claimed, from 1; 0 for a removed panel. */
  readonly number: number;
  /** Place in the batch, from 1: how many panels after the reference frame it comes in the chain. */
  readonly place: number;
  /** A take asked for beside the panel's own. */
  readonly further: boolean;
  /** What its frame is drawn for, and kept by until the commit: the panel's id, or `id+i` for the i-th further take. */
  readonly target: string;
  /** How often an edit changed what its picture shows. */
  readonly art: number;
  readonly spec: PanelSpec;
  /** 0; n for the n-th retake. */
  readonly redraw: number;
  /** A user asked for this panel to be drawn again, not for the others of its batch. */
  readonly asked: boolean;
  /** The user wants this changed in the frame there is; absent: the panel is drawn whole. */
  readonly retouch?: AskedRetouch;
  /** The frame kept for it by an earlier turn. */
  readonly kept: StoredFrame | null;
  /** Whether that one was selected before, and is carried over while others of the batch are drawn again. */
  readonly carried: boolean;
  /** It stays though its batch is drawn again in a cascade: it was chosen meanwhile, or its panel is removed. */
  readonly stays: boolean;
}

/** `lost`: the lock is not ours. `rest`: the story has nothing to draw in its present status. */
export type ClaimOutcome =
  | { readonly kind: 'claimed'; readonly batch: ClaimedBatch }
  | { readonly kind: 'lost' | 'gone' | 'provider_paused' }
  /** It is not time yet: `restMs` is left, by Redis' clock. */
  | { readonly kind: 'early'; readonly restMs: number }
  | { readonly kind: 'rest'; readonly status: StoryStatus };

/** What the next turn of a story would draw with; `early`: it is not time yet. `none`: there is nothing to draw. */
export type NextTurn =
  | {
      readonly kind: 'turn';
      readonly provider: ProviderId;
      readonly model: string;
      readonly method: Method;
      /** There is something to fetch from the vendor, so that the turn has work even while nothing may be ordered. */
      readonly collects: boolean;
    }
  | { readonly kind: 'early'; readonly restMs: number }
  | { readonly kind: 'none' };

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

export interface Settlement {
  readonly id: string;
  readonly key: string;
  readonly outcome: 'kept' | 'refused' | 'possibly_paid';
  readonly cost: MicroUsd;
  /** Why, when not kept. */
  readonly code?: ErrorCode;
  /** The vendor's id of the call, if its answer contained one. */
  readonly requestId?: string;
  /** Target null: the frame answers an older revision of its panel, so it becomes a take and is not selected. */
  readonly frames: readonly { readonly panel: string; readonly target: string | null; readonly frame: StoredFrame }[];
}

/** How a turn is released. */
export interface Release {
  /** For how long the story is not drawn from now on, by Redis' clock, in milliseconds. */
  readonly restMs?: number;
  /** What an active story waits for, beside the code; absent: it does not wait. */
  readonly wait?: WaitingFacts;
  /** The attempt is not over: the next turn continues it, without an event. */
  readonly suspended?: boolean;
}

export interface OrderTimes {
  readonly orderedAt: number;
  readonly sentAt: number;
}

export type CommitOutcome =
  | { readonly kind: 'committed'; readonly next: 'more' | 'composing' | 'rest' }
  | { readonly kind: 'fenced' }
  | { readonly kind: 'incomplete'; readonly panel: string };

/** An order that is about to be sent. */
export interface SentOrder {
  readonly id: string;
  /** Exactly what is sent. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Its vendor can be asked what became of it without an id, or reports that. */
  readonly findable?: boolean;
}

/** What of a claimed batch goes into the intents of its requests. */
export type IntendingBatch = Pick<ClaimedBatch, 'id' | 'seen'> & {
  readonly spec: { readonly render: Pick<StoredSpec['render'], 'provider' | 'model'> };
};

/** The transitions of a batch and its requests, all fenced; each is one script, see `transitions/`. */
export interface BatchTransitions {
  /** Looks at the next turn without claiming it. */
  peek(story: string): Promise<NextTurn>;
  /** @param provider whose queue the job was in */
  claim(story: string, lock: JobLock, provider: ProviderId): Promise<ClaimOutcome>;
  intend(fence: Fence, batch: IntendingBatch, intents: readonly Intent[]): Promise<IntendOutcome>;
  /** The same for a question to a judge. */
  intendReview(fence: Fence, batch: Pick<ClaimedBatch, 'id' | 'seen'>, review: ReviewIntent): Promise<IntendOutcome>;
  /** The stored orders of these requests, by id; those that have none are left out. */
  orders(story: string, ids: readonly string[]): Promise<ReadonlyMap<string, StoredOrder>>;
  order(fence: Fence, orders: readonly SentOrder[]): Promise<'ordered' | 'fenced' | 'cancelled'>;
  /** Requests that the vendor does not have are about to be sent once more, with the bodies that are stored. */
  orderAgain(fence: Fence, ids: readonly string[]): Promise<'ordered' | 'fenced' | 'cancelled'>;
  /** When requests were ordered, and when they were sent for the last time, by Redis' clock, in milliseconds since the epoch. */
  orderTimes(story: string, ids: readonly string[]): Promise<readonly OrderTimes[]>;
  saveVendorIds(fence: Fence, ids: readonly { id: string; vendorId: string }[]): Promise<'saved' | 'fenced'>;
  /** The same for an id that was found by looking; `taken`: it answers another request, perhaps of another story. */
  takeVendorId(fence: Fence, found: { id: string; vendorId: string }): Promise<'saved' | 'fenced' | 'taken'>;
  /** The answers to these requests are lost. Answers with since when, by Redis' clock, in the same order. */
  lose(fence: Fence, ids: readonly string[]): Promise<readonly number[] | 'fenced'>;
  /** The vendor says that it does not have this request. Answers with since when it does, by Redis' clock. */
  miss(fence: Fence, id: string): Promise<number | 'fenced'>;
  settle(fence: Fence, batch: string, settlements: readonly Settlement[]): Promise<'settled' | 'fenced'>;
  /**
   * Ends a turn that only collects. `nextMs`: how long until something of the story can be fetched; null: nothing can.
   *
   * @param againMs when this batch is looked at again, if something of it is still at a vendor
   */
  endCollecting(
    fence: Fence,
    batch: string,
    againMs: number,
  ): Promise<'fenced' | { readonly status: StoryStatus; readonly nextMs: number | null }>;
  /**
   * @param providerMs how much of the turn was the provider's; the same in `release`, `retry` and `fail`
   * @param stop why the story needs attention before anything else is drawn
   */
  commit(
    fence: Fence,
    batch: Pick<ClaimedBatch, 'id' | 'reference'>,
    providerMs: number,
    stop?: StoredFailure | null,
  ): Promise<CommitOutcome>;
  release(
    fence: Fence,
    batch: string,
    code: ErrorCode,
    providerMs: number,
    end?: Release,
  ): Promise<StoryStatus | 'fenced'>;
  /** @param restMs as in `Release` */
  retry(
    fence: Fence,
    batch: string,
    failure: StoredFailure,
    providerMs: number,
    restMs?: number,
  ): Promise<StoryStatus | 'fenced'>;
  fail(
    fence: Fence,
    batch: string,
    failure: StoredFailure,
    panels: readonly { readonly panel: string; readonly failure: StoredFailure }[],
    providerMs: number,
  ): Promise<'failed' | 'fenced'>;
}

type Sending = 'ordered' | 'fenced' | 'cancelled';

/** What the script answers. */
type IntendAnswer = readonly [IntendOutcome['kind'], string, string, string, ...string[]];

function readIntended(answer: IntendAnswer): IntendOutcome {
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

export function batchTransitions(
  redis: Redis,
  run: RunTransition,
  acknowledged: Acknowledged,
  keys: Keyspace,
): BatchTransitions {
  const fenced = async <Answer>(name: string, fence: Fence, args: readonly (string | number)[]): Promise<Answer> =>
    (await run(name, [keys.story(fence.story), fence.lockKey], [fence.token, fence.number, ...args])) as Answer;
  const heldFenced = async <Answer>(name: string, fence: Fence, args: readonly (string | number)[]) => {
    const keysOf = [keys.story(fence.story), fence.lockKey];
    const { answer, held } = await acknowledged.run(name, keysOf, [fence.token, fence.number, ...args]);
    return { answer: answer[0] as Answer, held };
  };
  return {
    async peek(story) {
      const answer = await run('peek-turn', [keys.story(story)], []);
      const [kind, first, model, collects, method] = answer as [
        NextTurn['kind'],
        string & number,
        string,
        number,
        Method,
      ];
      if (kind === 'none') return { kind };
      if (kind === 'early') return { kind, restMs: first };
      return { kind, provider: first as ProviderId, model, method, collects: collects === 1 };
    },
    async claim(story, lock, provider) {
      const answer = await run('claim-batch', [keys.story(story), lock.lockKey], [lock.token, strikesMax, provider]);
      const kind = answer[0] as ClaimOutcome['kind'];
      if (kind === 'early') return { kind, restMs: answer[1] as number };
      if (kind === 'rest') return { kind, status: answer[1] as StoryStatus };
      if (kind !== 'claimed') return { kind };
      const pictures = await readPictures(redis, keys.storyPart(story, 'pictures'), frameTexts(answer));
      return { kind, batch: readClaim(story, lock, answer, pictures) };
    },
    async intend(fence, batch, intents) {
      // A story may change its provider later: what was paid here stays with this one.
      const { provider, model } = batch.spec.render;
      const entries = new Map<string, string>();
      const pictures = new Map<string, string>();
      return readIntended(
        await fenced<IntendAnswer>('intend-requests', fence, [
          batch.id,
          intents.length,
          ...intents.flatMap(({ order, frames, from, price, references, leftOut }) => [
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
          ]),
          batch.seen.anchor,
          batch.seen.reference,
          ...[...entries, ...pictures].flat(),
        ]),
      );
    },
    async intendReview(fence, batch, { id, key, panels, model, server, order, price, most }) {
      const intent = {
        batch: batch.id,
        panels,
        judge: { model, server, ...(most !== null && { most }) },
        frames: [],
        estimate: price.expected,
      };
      const text = JSON.stringify({ version: 1, kind: 'review', id, key, ...order });
      return readIntended(
        await fenced<IntendAnswer>('intend-requests', fence, [
          batch.id,
          1,
          id,
          key,
          JSON.stringify(intent),
          text,
          price.high,
          batch.seen.anchor,
          batch.seen.reference,
        ]),
      );
    },
    orders: (story, ids) => readOrders(redis, keys.storyPart(story, 'orders'), ids),
    async order(fence, orders) {
      const args = orders.flatMap(({ id, body, findable }) => [id, JSON.stringify(body), findable ? '1' : '']);
      const { answer, held } = await heldFenced<Sending>('order-requests', fence, args);
      if (held || answer !== 'ordered') return answer;
      const ids = orders.map(({ id }) => id);
      await fenced('withdraw-orders', fence, ids);
      throw tooFewReplicas();
    },
    async orderAgain(fence, ids) {
      const { answer, held } = await heldFenced<Sending>('resend-requests', fence, ids);
      // Not sent, and asked for once more by the next turn: they are still ordered.
      if (answer === 'ordered' && !held) throw tooFewReplicas();
      return answer;
    },
    async orderTimes(story, ids) {
      const fields = ids.flatMap((id) => [`${id}.orderedAt`, `${id}.sentAgainAt`]);
      const times = await redis.hmget(keys.storyPart(story, 'requests'), ...fields);
      return ids.map((_, index) => {
        const orderedAt = Number(times[2 * index] ?? 0);
        return { orderedAt, sentAt: Number(times[2 * index + 1] ?? orderedAt) };
      });
    },
    async saveVendorIds(fence, ids) {
      const pairs = ids.flatMap(({ id, vendorId }) => [id, vendorId]);
      // Sent is sent: with too few replicas there is nothing better to do than to continue.
      return (await heldFenced<'saved' | 'fenced'>('save-vendor-ids', fence, ['', ...pairs])).answer;
    },
    async takeVendorId(fence, { id, vendorId }) {
      return (await fenced<['saved' | 'fenced' | 'taken']>('save-vendor-ids', fence, ['1', id, vendorId]))[0];
    },
    async lose(fence, ids) {
      const [kind, ...since] = await fenced<['lost' | 'fenced', ...number[]]>('lose-answers', fence, [
        'lostAt',
        ...ids,
      ]);
      return kind === 'fenced' ? kind : since;
    },
    async miss(fence, id) {
      const [kind, since = 0] = await fenced<['lost' | 'fenced', number?]>('lose-answers', fence, ['missingAt', id]);
      return kind === 'fenced' ? kind : since;
    },
    async settle(fence, batch, settlements) {
      const pictures = new Map<string, string>();
      const args = settlements.flatMap(({ id, key, outcome, cost, code, requestId, frames }) => [
        id,
        key,
        outcome,
        cost,
        JSON.stringify({ cost, code, requestId, frames: frames.map(({ frame }) => frame.sha256) }),
        frames.length,
        ...frames.flatMap(({ panel, target, frame }) => [panel, target ?? '', packFrame(frame, pictures)]),
      ]);
      const all = [batch, settlements.length, ...args, ...[...pictures].flat()];
      return (await fenced<['settled' | 'fenced']>('settle-requests', fence, all))[0];
    },
    async endCollecting(fence, batch, againMs) {
      const answer = await fenced<[string, StoryStatus, number | '']>('end-collecting', fence, [
        batch,
        Math.ceil(againMs),
      ]);
      const [kind, status, nextMs] = answer;
      return kind === 'fenced' ? kind : { status, nextMs: nextMs === '' ? null : nextMs };
    },
    async commit(fence, batch, providerMs, stop = null) {
      const { reference } = batch;
      const [kind, rest] = await fenced<[string, string]>('commit-batch', fence, [
        batch.id,
        reference ? JSON.stringify({ panel: reference.panel, sha256: reference.frame.sha256 }) : '',
        Math.round(providerMs),
        stop ? JSON.stringify(stop) : '',
      ]);
      if (kind === 'committed') return { kind, next: rest as 'more' | 'composing' | 'rest' };
      if (kind === 'incomplete') return { kind, panel: rest };
      return { kind: 'fenced' };
    },
    async release(fence, batch, code, providerMs, { restMs = 0, wait, suspended = false } = {}) {
      const waiting = wait ? JSON.stringify(wait) : '';
      const args = [batch, code, waiting, Math.round(providerMs), Math.ceil(restMs), suspended ? 1 : 0];
      const [kind, status] = await fenced<[string, StoryStatus]>('release-batch', fence, args);
      return kind === 'fenced' ? kind : status;
    },
    async retry(fence, batch, failure, providerMs, restMs = 0) {
      const args = [batch, JSON.stringify(failure), failure.code, Math.round(providerMs), Math.ceil(restMs)];
      const [kind, status] = await fenced<[string, StoryStatus]>('retry-batch', fence, args);
      return kind === 'fenced' ? kind : status;
    },
    async fail(fence, batch, failure, panels, providerMs) {
      const listed = panels.length > 0 ? panels : [{ panel: '*', failure }];
      return (
        await fenced<['failed' | 'fenced']>('fail-batch', fence, [
          batch,
          failure.code,
          JSON.stringify(failure),
          Math.round(providerMs),
          ...listed.flatMap((entry) => [entry.panel, JSON.stringify(entry.failure)]),
        ])
      )[0];
    },
  };
}

type ClaimAnswer = readonly [
  kind: 'claimed',
  fence: number,
  id: string,
  place: number,
  panels: readonly string[],
  numbers: readonly number[],
  attempt: number,
  tries: number,
  spec: string,
  specs: readonly string[],
  kept: readonly string[],
  anchor: string,
  reference: string,
  requests: readonly string[],
  tenant: string,
  redraws: readonly string[],
  further: readonly string[],
  carried: readonly number[],
  cascade: string,
  stays: readonly number[],
  cancelled: number,
  art: readonly number[],
  now: number,
  referencePanel: string,
  referenceNumber: number,
  anchorPanel: string,
  collects: 'drawn' | 'undrawn' | '',
  resumedAt: number,
  crashed: number,
];

/** A redraw as `story:redraws` holds it. */
export interface AskedRedraw {
  readonly redraw: number;
  readonly count: number;
  readonly retouch?: AskedRetouch;
}

/** Everything of a claim that may name pictures. */
function frameTexts(answer: readonly unknown[]): string[] {
  const [, , , , , , , , , , kept, anchor, reference, requests, , , further] = answer as ClaimAnswer;
  return [...kept, anchor, reference, ...requests, ...further];
}

function readClaim(story: string, lock: JobLock, answer: readonly unknown[], pictures: StoredPictures): ClaimedBatch {
  const frameOrNull = (json: string | undefined): StoredFrame | null => (json ? readFrame(json, pictures) : null);
  const [, fence, id, number, panels, numbers, attempt, tries, spec, specs, ...drawn] = answer as ClaimAnswer;
  const [kept, anchor, reference, requests, tenant, redraws, further, carried, cascade, stays, ...rest] = drawn;
  const [cancelled, art, claimedAt, referencePanel, referenceNumber, anchorPanel, collects, resumedAt, crashed] = rest;
  const claimed = panels.map((panel, index): ClaimedPanel => {
    const asked = redraws[index] ? (JSON.parse(redraws[index]) as AskedRedraw) : null;
    return {
      id: panel,
      number: numbers[index] ?? 0,
      place: index + 1,
      target: panel,
      further: false,
      art: art[index] ?? 0,
      spec: JSON.parse(specs[index] ?? '') as PanelSpec,
      redraw: asked?.redraw ?? 0,
      asked: asked !== null,
      ...(asked?.retouch && { retouch: asked.retouch }),
      kept: frameOrNull(kept[index]),
      carried: carried[index] === 1,
      stays: stays[index] === 1,
    };
  });
  return {
    fence: { story, lockKey: lock.lockKey, token: lock.token, number: fence },
    tenant,
    id,
    number,
    attempt,
    tries,
    spec: JSON.parse(spec) as StoredSpec,
    panels: claimed,
    further: inGroups(further, 2).flatMap(([target = '', frame]) => {
      const [panel, take] = target.split('+');
      const of = claimed.find((it) => it.id === panel);
      return of
        ? [
            {
              ...of,
              target,
              further: true,
              redraw: of.redraw + Number(take),
              kept: frameOrNull(frame),
              carried: false,
              stays: false,
            },
          ]
        : [];
    }),
    anchor: frameOrNull(anchor),
    anchorPanel,
    reference:
      reference === ''
        ? null
        : { panel: referencePanel, number: referenceNumber, frame: readFrame(reference, pictures) },
    claimedAt,
    seen: { anchor, reference },
    requests: inGroups(requests, 9).map((fields) => readRequest(fields, pictures)),
    cascade: cascade !== '',
    cancelled: cancelled === 1,
    collects: collects === '' ? null : collects,
    resumedAt,
    recovered: crashed === 1,
  };
}

const inGroups = (flat: readonly string[], size: number): (readonly string[])[] =>
  Array.from({ length: flat.length / size }, (_, index) => flat.slice(size * index, size * (index + 1)));

/** A frame that a request asks for, as stored: its target is named `slot` there, as by the first releases. */
type StoredAsk = Omit<OrderedFrame, 'target'> & { readonly slot: string };

type StoredIntent = Partial<
  Pick<KnownRequest, 'provider' | 'model' | 'method' | 'from' | 'estimate' | 'references' | 'leftOut'>
> & {
  readonly panels?: readonly string[];
  readonly frames?: readonly StoredAsk[];
  readonly judge?: { readonly model: string };
};

function readRequest(fields: readonly string[], pictures: StoredPictures): KnownRequest {
  const [id = '', state, vendorId, key = '', stored, orderedAt, lostAt, outcome, settledAt] = fields;
  const intent = (stored ? JSON.parse(stored) : {}) as StoredIntent;
  return {
    id,
    key,
    state: state as RequestState,
    vendorId: vendorId || null,
    provider: intent.provider ?? null,
    model: intent.model ?? null,
    reviews: intent.judge !== undefined,
    method: intent.method ?? null,
    frames: (intent.frames ?? []).map(({ slot, ...frame }) => ({ ...frame, target: slot })),
    from: intent.from ?? { anchor: null, reference: null },
    estimate: intent.estimate ?? 0,
    ...(intent.references && { references: unpackPictures(intent.references, pictures) }),
    ...(intent.leftOut && { leftOut: unpackPictures(intent.leftOut, pictures) }),
    orderedAt: Number(orderedAt) || null,
    lostAt: Number(lostAt) || null,
    settledAt: Number(settledAt) || null,
    code: outcome ? ((JSON.parse(outcome) as { code?: string }).code ?? null) : null,
  };
}
