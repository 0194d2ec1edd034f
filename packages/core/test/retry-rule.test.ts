import { describe, expect, it } from 'vitest';
import { NextpanelError } from '../src/error.ts';
import { decideRetry, triesMax } from '../src/retry-rule.ts';

const retryable = new NextpanelError('server_error', 'x', { retryable: true });

describe('after a failed attempt', () => {
  it('the waits double up to a minute, until the attempts are used up', () => {
    const delays = [1, 2, 3, 4].map((tries) => decideRetry(retryable, tries));
    expect(delays.map((it) => it.kind === 'retry' && it.delayMs)).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(decideRetry(retryable, triesMax)).toEqual({ kind: 'ask' });
  });

  it('the vendor may ask for a longer wait, but not for a shorter one', () => {
    const slow = new NextpanelError('server_error', 'x', { retryable: true, retryAfterMs: 90_000 });
    const fast = new NextpanelError('server_error', 'x', { retryable: true, retryAfterMs: 1 });
    expect(decideRetry(slow, 1)).toEqual({ kind: 'retry', delayMs: 90_000 });
    expect(decideRetry(fast, 2)).toEqual({ kind: 'retry', delayMs: 2_000 });
  });

  it('an error that repeating cannot fix stops the story at once', () => {
    expect(decideRetry(new NextpanelError('moderation_blocked', 'x'), 1)).toEqual({ kind: 'ask' });
  });
});
