import type { AttemptView } from '@nextpanel/core';

/** How long a batch spent where, over all its finished attempts, in milliseconds. */
interface BatchTimes {
  readonly waitedMs: number;
  readonly providerMs: number;
  /** What is neither: loading references, checking and storing frames, committing. */
  readonly ownMs: number;
}

export function timesOf(attempts: readonly AttemptView[]): BatchTimes {
  let [waitedMs, providerMs, ownMs] = [0, 0, 0];
  for (const attempt of attempts) {
    waitedMs += attempt.waitedMs ?? 0;
    if (attempt.endedAt === null) continue;
    const ms = Math.max(0, Date.parse(attempt.endedAt) - Date.parse(attempt.startedAt));
    const provider = Math.min(attempt.providerMs ?? 0, ms);
    providerMs += provider;
    ownMs += ms - provider;
  }
  return { waitedMs, providerMs, ownMs };
}

export const sumOf = ({ waitedMs, providerMs, ownMs }: BatchTimes): number => waitedMs + providerMs + ownMs;

/** What all bars are drawn to the scale of. */
export const longestMs = (all: readonly BatchTimes[]): number => all.reduce((most, it) => Math.max(most, sumOf(it)), 1);
