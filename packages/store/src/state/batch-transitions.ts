import type { ErrorCode, Fence, JobLock, Method, MicroUsd, ProviderId, StoryStatus } from '@nextpanel/core';
import { strikesMax } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import { type Acknowledged, tooFewReplicas } from '../acknowledged.ts';
import type { Keyspace } from '../keyspace.ts';
import type { RunTransition } from '../load-transitions.ts';
import { type ClaimedBatch, type ClaimOutcome, frameTexts, type NextTurn, readClaim } from './claimed-batch.ts';
import {
  type IntendAnswer,
  type IntendingBatch,
  type IntendOutcome,
  type Intent,
  type ReviewIntent,
  readIntended,
  writeIntents,
  writeReview,
} from './intents.ts';
import { packFrame, type StoredFailure, type StoredFrame, type WaitingFacts } from './stored.ts';
import { readOrders, type StoredOrder } from './stored-orders.ts';
import { readPictures } from './stored-pictures.ts';

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
      return readIntended(await fenced<IntendAnswer>('intend-requests', fence, writeIntents(batch, intents)));
    },
    async intendReview(fence, batch, review) {
      return readIntended(await fenced<IntendAnswer>('intend-requests', fence, writeReview(batch, review)));
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
