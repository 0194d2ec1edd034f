import {
  decideRetry,
  type ErrorCode,
  isStorageRefusal,
  NextpanelError,
  pausingCodes,
  stopsBatch,
  usd,
} from '@nextpanel/core';
import type { StoredFailure, WaitingFacts } from '@nextpanel/store';
import type { LostFrame } from '../frames.ts';
import { endOf, passingCodes } from './passing-errors.ts';
import type { Ending, FailedRequest, TurnWait } from './turn-ending.ts';

/** A story waits this long before it checks again whether its provider is still paused; a resume wakes it at once. */
export const pausedProviderMs = 30_000;

/** A story waits this long before it checks again whether there is room on the disk. */
const fullDiskMs = 30_000;

/** What the decision depends on besides the ending. */
export interface TurnFacts {
  /** Tries the batch had used up before this turn. */
  readonly tries: number;
  /** The process is draining, or the turn must stop. */
  readonly stopping: boolean;
  /** The user cancelled the story during the turn. */
  readonly cancelled: boolean;
  /** Redis' time, in milliseconds since the epoch. */
  readonly now: number;
}

/**
 * What is written when a turn ends without a commit. Nothing that was kept is lost by any of them.
 * `stop`: nothing; a later turn owns the story. `release`: the batch waits again and no try is used. `suspend`: the same, and the
 * attempt is not over: the next turn continues it. `retry`: the batch waits again and a try is used. `fail`: the story needs
 * attention.
 */
export type Outcome =
  | { readonly kind: 'stop' }
  | {
      readonly kind: 'release';
      readonly code: ErrorCode;
      readonly delayMs: number;
      /** The story has no more work after this turn. */
      readonly done?: true;
      /** What the story waits for, beside the code. */
      readonly wait?: WaitingFacts;
      /** Pauses the provider for every story. */
      readonly pause?: NextpanelError;
      readonly lost?: LostFrame;
    }
  | { readonly kind: 'suspend'; readonly wait: TurnWait }
  | {
      readonly kind: 'retry';
      readonly failure: StoredFailure;
      readonly error: NextpanelError;
      readonly delayMs: number;
    }
  | {
      readonly kind: 'fail';
      readonly failure: StoredFailure;
      readonly error: NextpanelError;
      readonly panels: readonly { readonly panel: string; readonly failure: StoredFailure }[];
      /** Pauses the provider for every story. */
      readonly pause?: NextpanelError;
    };

/** Decides what an ending means. Pure; `applyOutcome` carries it out. */
export function decideOutcome(ending: Ending, { tries, stopping, cancelled, now }: TurnFacts): Outcome {
  // A process that stops leaves what is at the vendor to the next one.
  const abandon = { kind: 'release', code: stopping ? 'interrupted' : 'cancelled', delayMs: 0, done: true } as const;
  if (cancelled && ending.kind !== 'superseded' && ending.kind !== 'waits') return abandon;
  switch (ending.kind) {
    case 'superseded':
      return { kind: 'stop' };
    case 'cancelled':
      return abandon;
    case 'frames_changed':
      return { kind: 'release', code: 'frames_changed', delayMs: 0 };
    case 'frame_lost':
      return { kind: 'release', code: 'frame_lost', delayMs: 0, lost: ending.lost };
    case 'waits':
      return stopping ? abandon : { kind: 'suspend', wait: ending.wait };
    case 'failed':
      return decideFailed(ending.failed, { tries, stopping, now });
  }
}

function decideFailed(all: readonly FailedRequest[], { tries, stopping, now }: Omit<TurnFacts, 'cancelled'>): Outcome {
  const failed = stopping ? all.filter(({ error }) => needsUser(error)) : all;
  if (failed.length === 0) return { kind: 'release', code: 'interrupted', delayMs: 0 };
  const pausing = failed.find(({ error }) => pausingCodes.includes(error.code));
  const paused = pausing ?? failed.find(({ error }) => error.code === 'provider_paused');
  // Of a panel that the vendor refused the user decides, whatever else fails: the next turn would buy it again.
  const refused = paused ? failed.filter(({ error, panels }) => panels.length > 0 && isRefused(error)) : [];
  if (paused && refused.length === 0) {
    return {
      kind: 'release',
      code: 'provider_paused',
      delayMs: pausedProviderMs,
      wait: { detail: paused.error.message },
      ...(pausing && { pause: pausing.error }),
    };
  }
  const own = paused ? refused : failed.filter(({ error }) => !passingCodes.includes(error.code));
  if (own.length === 0) return { kind: 'suspend', wait: longestWait(failed, now) };
  const full = failed.find(({ error }) => isStorageRefusal(error.code));
  if (full) return { kind: 'release', code: full.error.code, delayMs: fullDiskMs, wait: {} };
  const decided = own.map((it) => ({ ...it, decision: decideRetry(it.error, tries + 1) }));
  const asking = decided.filter(({ decision }) => decision.kind === 'ask');
  const error =
    (asking[0] ?? decided[0])?.error ?? new NextpanelError('unexpected', 'the batch failed without a cause');
  const failure = failureOf(error);
  const pause = pausing && { pause: pausing.error };
  if (asking.length === 0) {
    const delayMs = Math.max(...decided.map(({ decision }) => (decision.kind === 'retry' ? decision.delayMs : 0)));
    return { kind: 'retry', failure, error, delayMs };
  }
  // What has nothing to do with the panels is reported once, and not for each of them.
  const alike = asking.every((it) => it.error.code === error.code && it.error.message === error.message);
  if (asking.length > 1 && alike && stopsBatch(error)) return { kind: 'fail', failure, error, panels: [], ...pause };
  const panels = asking.flatMap((it) =>
    it.panels.map((panel) => ({ panel, failure: { ...failureOf(it.error), ...priceOfAsking(it) } })),
  );
  return { kind: 'fail', failure, error, panels, ...pause };
}

/** What asking again with the same words would cost, shared by the panels of the request. */
function priceOfAsking({ error, panels }: FailedRequest): Pick<StoredFailure, 'againUsd'> {
  const { againMicroUsd } = error.detail;
  return typeof againMicroUsd === 'number' ? { againUsd: usd(Math.round(againMicroUsd / panels.length)) } : {};
}

/** What a story waits for when only the vendor, or its limits, kept it from drawing. */
function longestWait(failed: readonly FailedRequest[], now: number): TurnWait {
  const rank = ({ code }: NextpanelError) => passingCodes.indexOf(code);
  const [first, ...rest] = failed
    .map(({ error }) => error)
    .sort((a, b) => rank(a) - rank(b) || endOf(b, now) - endOf(a, now));
  if (!first) throw new Error(`nothing is waited for: ${rest.length}`);
  const until = endOf(first, now);
  const delayMs = Math.max(until - now, 0);
  // An outage has no end that is known: when it is tried again is shown with the provider.
  const facts = { ...(first.code !== 'provider_down' && { until }), detail: first.message };
  return { code: first.code, delayMs, facts };
}

/** What the vendor thinks of the panel itself; it would be refused, and perhaps paid, again. */
const isRefused = ({ code, retryable }: NextpanelError): boolean =>
  !retryable && code !== 'provider_paused' && !pausingCodes.includes(code) && code !== 'unexpected';

const failureOf = ({ code, message }: NextpanelError): StoredFailure => ({ code, detail: message });

/**
 * What only the user can decide is written even by a process that stops: the next one would buy it again. An abort of the
 * process itself is no such failure.
 */
const needsUser = ({ retryable, code }: NextpanelError): boolean => !retryable && code !== 'unexpected';
