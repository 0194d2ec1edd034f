import type { NextpanelError } from './error.ts';

/** How often a batch may be tried before a person is asked; `resume` starts the count anew. */
export const triesMax = 5;

/** How often a pick-up may die without keeping a single frame before the batch is taken for a poison pill. */
export const strikesMax = 5;

const firstDelayMs = 1_000;
const longestDelayMs = 60_000;

export type RetryDecision = { readonly kind: 'retry'; readonly delayMs: number } | { readonly kind: 'ask' };

/**
 * What follows a failed try. Waits double from 1 s to 60 s; the error's own `retryAfterMs` wins when longer.
 *
 * @param tries tries used up, the failed one included
 */
export function decideRetry(error: NextpanelError, tries: number): RetryDecision {
  if (!error.retryable || tries >= triesMax) return { kind: 'ask' };
  const backoff = Math.min(firstDelayMs * 2 ** (tries - 1), longestDelayMs);
  return { kind: 'retry', delayMs: Math.max(backoff, error.retryAfterMs ?? 0) };
}
