import type { ProviderId } from '@nextpanel/core';
import { type QueueConnection, redisOf } from './connect.ts';
import { loadScripts } from './load-scripts.ts';
import { defaultLockMs } from './worker-options.ts';

/**
 * A provider that fails for everybody. `since`: when the first of the requests failed (ms since the epoch); `words`: what the last
 * one said; `waitMs`: nothing goes out before that is over.
 */
export interface Outage {
  readonly since: number;
  readonly words: string;
  readonly waitMs: number;
}

/** `probe`: one request of this story, and no other, may go out, to find out whether the provider works again. */
export type Passage = { readonly kind: 'closed' | 'probe' } | ({ readonly kind: 'open' } & Outage);

/** A story, and one of its requests; null for a turn that is about to be claimed. */
export interface Asking {
  readonly story: string;
  readonly request: string | null;
}

/** A request that failed because of its vendor. */
export interface FailedRequest {
  readonly story: string;
  readonly request: string;
  /** What failed: failures of the same thing count as one. */
  readonly what: string;
  readonly words: string;
  /** The vendor was asked something else, and failed, too. */
  readonly certain: boolean;
  /** Only a request that may be charged can tell whether the vendor works again. */
  readonly costly?: boolean;
}

/** The circuit breaker of each provider, shared by all processes; `outages/lib.lua` says how it works. All times are Redis' own. */
export interface ProviderOutages {
  /** @param asksFree the provider can be asked something free, so that is done before any request is risked */
  ask(provider: ProviderId, asking: Asking, asksFree: boolean): Promise<Passage>;
  /** The story no longer needs the probe it may have. */
  leave(provider: ProviderId, story: string): Promise<void>;
  /** Keeps the probe it may have; call it whenever the lock is renewed. */
  renew(provider: ProviderId, story: string): Promise<void>;
  /** A request failed because of the vendor. `opened`: by this failure, and not before. */
  failed(
    provider: ProviderId,
    failure: FailedRequest,
  ): Promise<{ readonly kind: 'closed' } | ({ readonly kind: 'open'; readonly opened: boolean } & Outage)>;
  /** The vendor answered requests of a story. Returns since when it had failed, if that ended the outage; null otherwise. */
  passed(provider: ProviderId, story: string, requests: readonly string[]): Promise<number | null>;
  /** Whether this process may ask the provider something free; until it answers, no other process may. */
  mayAskFree(provider: ProviderId, deadlineMs: number): Promise<boolean>;
  answeredFree(provider: ProviderId, answer: { readonly works: boolean; readonly words: string }): Promise<void>;
  /** null: nothing is known to be wrong with the provider. */
  read(provider: ProviderId): Promise<Outage | null>;
}

export interface ProviderOutagesOptions {
  readonly connection: QueueConnection;
  /** Hash-tagged prefix. */
  readonly root: string;
  /** See `breaker` and `leaseMs` below; for tests. */
  readonly firstMs?: number;
  readonly longestMs?: number;
  readonly leaseMs?: number;
}

/**
 * Three failures: one is a matter of that request, two may be chance. They count for a minute. The first wait is as short as a
 * restart of a gateway takes; five minutes is the longest, so that an outage of an hour is noticed to be over soon.
 */
const breaker = { failures: 3, countedMs: 60_000, firstMs: 5_000, longestMs: 300_000 } as const;

/**
 * Where every try may be charged, one failure less opens the breaker, and the first wait is half a minute: four tries then last for a minute
 * and a half instead of 18 seconds.
 */
const costlyBreaker = { failures: 2, firstWaits: 6 } as const;

/** Longest text of a vendor that is stored. */
const longestWords = 300;

export function openProviderOutages(options: ProviderOutagesOptions): ProviderOutages {
  const { root, leaseMs = defaultLockMs, firstMs = breaker.firstMs, longestMs = breaker.longestMs } = options;
  const runScript = loadScripts(redisOf(options.connection), 'outages');
  const run = async (name: string, provider: ProviderId, args: readonly (string | number)[] = []): Promise<Answer> => {
    const key = `${root}:outage:${provider}`;
    return (await runScript(name, [key, `${key}:failed`], [leaseMs, ...args])) as Answer;
  };
  return {
    async ask(provider, { story, request }, asksFree) {
      const [kind, ...outage] = await run('ask-breaker', provider, [story, request ?? '', asksFree ? 1 : 0]);
      return kind === 'open' ? { kind, ...readOutage(outage) } : { kind: kind as 'closed' | 'probe' };
    },
    async leave(provider, story) {
      await run('leave-probe', provider, [story]);
    },
    async renew(provider, story) {
      await run('renew-probe', provider, [story]);
    },
    async failed(provider, { story, request, what, words, certain, costly = false }) {
      const failures = costly ? costlyBreaker.failures : breaker.failures;
      const waitMs = costly ? Math.min(costlyBreaker.firstWaits * firstMs, longestMs) : firstMs;
      const bounds = [failures, breaker.countedMs, waitMs, longestMs];
      const args = [story, request, words.slice(0, longestWords), ...bounds, what, certain ? 1 : 0];
      const [kind, ...outage] = await run('fail-request', provider, args);
      return kind === 'closed' ? { kind } : { kind: 'open', opened: kind === 'opened', ...readOutage(outage) };
    },
    async passed(provider, story, requests) {
      const [kind, since] = await run('pass-requests', provider, [story, ...requests]);
      return kind === 'up' ? Number(since) : null;
    },
    async mayAskFree(provider, deadlineMs) {
      return (await run('lease-question', provider, [deadlineMs]))[0] === 'ask';
    },
    async answeredFree(provider, { works, words }) {
      await run('answer-question', provider, [works ? 1 : 0, words.slice(0, longestWords), firstMs, longestMs]);
    },
    async read(provider) {
      const [kind, ...outage] = await run('read-breaker', provider);
      return kind === 'closed' ? null : readOutage(outage);
    },
  };
}

type Answer = readonly [kind: string, ...rest: (string | number)[]];

const readOutage = ([since, words, waitMs]: readonly (string | number)[]): Outage => ({
  since: Number(since),
  words: String(words),
  waitMs: Number(waitMs),
});
