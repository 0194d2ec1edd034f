import { type Provider, type ProviderBatches, say } from '@nextpanel/core';
import type { WaitingFacts } from '@nextpanel/store';
import { TurnEnded } from './turn-ending.ts';

type Progress = NonNullable<WaitingFacts['progress']>;

/** The vendor draws the batch: the turn ends, and a later one asks again. */
export const waitForBatch = (
  batches: Pick<ProviderBatches, 'pollMs'>,
  { until, progress }: { readonly until: number; readonly progress: Progress },
): TurnEnded =>
  waits('vendor_batch', batches.pollMs, {
    until,
    detail: say('wait.batch'),
    progress,
  });

/** The vendor's queue was full: the batch is sent again at `retryAt`. */
export const waitForQueue = (
  batches: Pick<ProviderBatches, 'pollMs'>,
  { retryAt, words, now }: { readonly retryAt: number; readonly words: string; readonly now: number },
): TurnEnded =>
  waits('vendor_batch', Math.max(batches.pollMs, retryAt - now), {
    detail: say('wait.batch_full', { said: words }),
  });

/** Whether the batch has arrived is not known: the vendor's list tells. */
export const lookForBatch = ({ pollMs, lookupMs }: ProviderBatches, sentAt: number): TurnEnded =>
  waits('lookup', pollMs, {
    until: sentAt + lookupMs,
    detail: say('wait.listed'),
  });

/** Asking failed, which says nothing about the batch. */
export const askAgain = (batches: ProviderBatches, code: 'vendor_batch' | 'lookup', error: Error): TurnEnded => {
  const { retryAfterMs = 0 } = error as { readonly retryAfterMs?: number };
  return waits(code, Math.max(batches.pollMs, retryAfterMs), {
    detail: say('wait.not_asked', { said: error.message }),
  });
};

const waits = (code: 'vendor_batch' | 'lookup', delayMs: number, facts: WaitingFacts): TurnEnded =>
  new TurnEnded({ kind: 'waits', wait: { code, delayMs, facts } });

/** The way of a provider's vendor batches; an order that names one was made by a provider that has it. */
export function batchesOf({ id, batches }: Provider): ProviderBatches {
  if (!batches) throw new Error(`provider "${id}" has no vendor batches`);
  return batches;
}
