import type { NextpanelError } from './error.ts';

/** How many attempts a batch has before its story stops with `needs_attention`; `resume` starts the count again. */
export const triesMax = 5;

/** How many turns in a row may crash without keeping a frame before the story stops with `crash_loop`. */
export const strikesMax = 5;

const firstDelayMs = 1_000;
const longestDelayMs = 60_000;

export type RetryDecision = { readonly kind: 'retry'; readonly delayMs: number } | { readonly kind: 'ask' };

/**
 * What follows a failed attempt. Waits double from 1 s to 60 s; the error's own `retryAfterMs` wins if it is longer.
 *
 * @param tries attempts used up, including the failed one
 */
export function decideRetry(error: NextpanelError, tries: number): RetryDecision {
  if (!error.retryable || tries >= triesMax) return { kind: 'ask' };
  const backoff = Math.min(firstDelayMs * 2 ** (tries - 1), longestDelayMs);
  return { kind: 'retry', delayMs: Math.max(backoff, error.retryAfterMs ?? 0) };
}
