import type { Fence, JobLock, MicroUsd, PanelSpec, RequestState, StoryStatus } from '@nextpanel/core';
import { strikesMax } from '@nextpanel/core';
import type { Keyspace } from '../keyspace.ts';
import type { RunTransition } from '../load-transitions.ts';
import type { StoredFailure, StoredFrame, StoredSpec } from './stored.ts';

/** A request of the batch as an earlier pick-up left it. */
export interface KnownRequest {
  readonly id: string;
  readonly state: RequestState;
  readonly vendorId: string | null;
}

/** A batch taken up to be drawn, with everything needed to draw it. */
export interface ClaimedBatch {
  readonly fence: Fence;
  readonly tenant: string;
  readonly number: number;
  readonly attempt: number;
  /** Tries used up before this one. */
  readonly tries: number;
  readonly spec: StoredSpec;
  readonly panels: readonly ClaimedPanel[];
  readonly anchor: StoredFrame | null;
  /** The selected last frame of the batch before, with its panel's number. */
  readonly reference: { readonly panel: number; readonly frame: StoredFrame } | null;
  readonly requests: readonly KnownRequest[];
}

export interface ClaimedPanel {
  readonly number: number;
  readonly spec: PanelSpec;
  /** The frame kept for it by an earlier pick-up. */
  readonly kept: StoredFrame | null;
}

/** `lost`: the lock is not ours. `rest`: the story has nothing to draw in its present status. */
export type ClaimOutcome =
  | { readonly kind: 'claimed'; readonly batch: ClaimedBatch }
  | { readonly kind: 'lost' | 'gone' | 'provider_paused' }
  | { readonly kind: 'rest'; readonly status: StoryStatus };

export interface Intent {
  readonly id: string;
  readonly panels: readonly number[];
  readonly estimate: { readonly expected: MicroUsd; readonly high: MicroUsd };
}

export type IntendOutcome =
  | { readonly kind: 'intended' | 'fenced' | 'cancelled' }
  | { readonly kind: 'provider_paused'; readonly reason: string }
  | { readonly kind: 'budget'; readonly budget: MicroUsd; readonly needed: MicroUsd };

export interface Settlement {
  readonly id: string;
  readonly outcome: 'kept' | 'refused' | 'possibly_paid';
  readonly cost: MicroUsd;
  /** Why, when not kept. */
  readonly code?: string;
  readonly frames: readonly { readonly panel: number; readonly frame: StoredFrame }[];
}

export type CommitOutcome =
  | { readonly kind: 'committed'; readonly next: 'more' | 'composing' | 'rest' }
  | { readonly kind: 'fenced' }
  | { readonly kind: 'incomplete'; readonly panel: number };

/** The transitions of a batch and its requests, all fenced; each is one script, see `transitions/`. */
export interface BatchTransitions {
  claim(story: string, lock: JobLock): Promise<ClaimOutcome>;
  intend(fence: Fence, batch: number, intents: readonly Intent[]): Promise<IntendOutcome>;
  order(fence: Fence, ids: readonly string[]): Promise<'ordered' | 'fenced' | 'cancelled'>;
  saveVendorIds(fence: Fence, ids: readonly { id: string; vendorId: string }[]): Promise<'saved' | 'fenced'>;
  settle(fence: Fence, batch: number, settlements: readonly Settlement[]): Promise<'settled' | 'fenced'>;
  commit(fence: Fence, batch: ClaimedBatch): Promise<CommitOutcome>;
  release(
    fence: Fence,
    batch: number,
    code: string,
    data?: Readonly<Record<string, unknown>>,
  ): Promise<StoryStatus | 'fenced'>;
  retry(fence: Fence, batch: number, failure: StoredFailure): Promise<StoryStatus | 'fenced'>;
  fail(
    fence: Fence,
    batch: number,
    failure: StoredFailure,
    panels: readonly { readonly panel: number; readonly failure: StoredFailure }[],
  ): Promise<'failed' | 'fenced'>;
}

export function batchTransitions(run: RunTransition, keys: Keyspace): BatchTransitions {
  const fenced = async <Answer>(name: string, fence: Fence, args: readonly (string | number)[]): Promise<Answer> =>
    (await run(name, [keys.story(fence.story), fence.lockKey], [fence.token, fence.number, ...args])) as Answer;
  return {
    async claim(story, lock) {
      const answer = await run('claim-batch', [keys.story(story), lock.lockKey], [lock.token, strikesMax]);
      const kind = answer[0] as ClaimOutcome['kind'];
      if (kind === 'rest') return { kind, status: answer[1] as StoryStatus };
      return kind === 'claimed' ? { kind, batch: readClaim(story, lock, answer) } : { kind };
    },
    async intend(fence, batch, intents) {
      const answer = await fenced<[IntendOutcome['kind'], string, string]>('intend-requests', fence, [
        batch,
        intents.length,
        ...intents.flatMap(({ id, panels, estimate }) => [
          id,
          JSON.stringify({ batch, panels, estimate: estimate.expected }),
          estimate.high,
        ]),
      ]);
      const [kind, first, second] = answer;
      if (kind === 'provider_paused') return { kind, reason: first };
      if (kind === 'budget') return { kind, budget: Number(first), needed: Number(second) };
      return { kind };
    },
    async order(fence, ids) {
      return (await fenced<['ordered' | 'fenced' | 'cancelled']>('order-requests', fence, ids))[0];
    },
    async saveVendorIds(fence, ids) {
      const pairs = ids.flatMap(({ id, vendorId }) => [id, vendorId]);
      return (await fenced<['saved' | 'fenced']>('save-vendor-ids', fence, pairs))[0];
    },
    async settle(fence, batch, settlements) {
      const args = settlements.flatMap(({ id, outcome, cost, code, frames }) => [
        id,
        outcome,
        cost,
        JSON.stringify({ cost, code, frames: frames.map(({ frame }) => frame.sha256) }),
        frames.length,
        ...frames.flatMap(({ panel, frame }) => [panel, JSON.stringify(frame)]),
      ]);
      return (await fenced<['settled' | 'fenced']>('settle-requests', fence, [batch, settlements.length, ...args]))[0];
    },
    async commit(fence, batch) {
      const { reference } = batch;
      const [kind, rest] = await fenced<[string, string & number]>('commit-batch', fence, [
        batch.number,
        reference ? JSON.stringify({ panel: reference.panel, sha256: reference.frame.sha256 }) : '',
      ]);
      if (kind === 'committed') return { kind, next: rest as 'more' | 'composing' | 'rest' };
      if (kind === 'incomplete') return { kind, panel: rest };
      return { kind: 'fenced' };
    },
    async release(fence, batch, code, data = {}) {
      const args = [batch, code, JSON.stringify(data)];
      const [kind, status] = await fenced<[string, StoryStatus]>('release-batch', fence, args);
      return kind === 'fenced' ? kind : status;
    },
    async retry(fence, batch, failure) {
      const args = [batch, JSON.stringify(failure), failure.code];
      const [kind, status] = await fenced<[string, StoryStatus]>('retry-batch', fence, args);
      return kind === 'fenced' ? kind : status;
    },
    async fail(fence, batch, failure, panels) {
      const listed = panels.length > 0 ? panels : [{ panel: 0, failure }];
      return (
        await fenced<['failed' | 'fenced']>('fail-batch', fence, [
          batch,
          failure.code,
          JSON.stringify(failure),
          ...listed.flatMap((entry) => [entry.panel, JSON.stringify(entry.failure)]),
        ])
      )[0];
    },
  };
}

function readClaim(story: string, lock: JobLock, answer: readonly unknown[]): ClaimedBatch {
  const [, fence, number, first, , attempt, tries, spec, panels, kept, anchor, reference, requests, tenant] =
    answer as [
      'claimed',
      number,
      number,
      number,
      number,
      number,
      number,
      string,
      string[],
      string[],
      string,
      string,
      string[],
      string,
    ];
  return {
    fence: { story, lockKey: lock.lockKey, token: lock.token, number: fence },
    tenant,
    number,
    attempt,
    tries,
    spec: JSON.parse(spec) as StoredSpec,
    panels: panels.map((panel, index) => ({
      number: first + index,
      spec: JSON.parse(panel) as PanelSpec,
      kept: readFrame(kept[index]),
    })),
    anchor: readFrame(anchor),
    reference: reference === '' ? null : { panel: first - 1, frame: JSON.parse(reference) as StoredFrame },
    requests: Array.from({ length: requests.length / 3 }, (_, index) => ({
      id: requests[3 * index] as string,
      state: requests[3 * index + 1] as RequestState,
      vendorId: requests[3 * index + 2] || null,
    })),
  };
}

const readFrame = (json: string | undefined): StoredFrame | null => (json ? (JSON.parse(json) as StoredFrame) : null);
