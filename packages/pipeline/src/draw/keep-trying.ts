import { setTimeout as wait } from 'node:timers/promises';
import { asNextpanelError, isStorageRefusal, type NextpanelError } from '@nextpanel/core';

/** The first wait and the longest, in milliseconds; each is twice the one before. */
const firstMs = 1_000;
const longestMs = 10_000;

export interface KeepTryingOptions {
  /** Ends the waiting: what is in memory is lost then, and the last error is thrown. */
  readonly signal: AbortSignal;
  /** Called with the first refusal of the store, and not again. */
  readonly onFirst: (error: NextpanelError) => void;
}

/**
 * Stores what is paid and in memory, again and again while the store takes nothing: it would have to be bought once more. `store`
 * must be fit to be repeated. Any other error, and the refusal when the signal aborts, is thrown.
 */
export async function keepTrying<Stored>(
  store: () => Promise<Stored>,
  { signal, onFirst }: KeepTryingOptions,
): Promise<Stored> {
  let first = true;
  for (let waitMs = firstMs; ; waitMs = Math.min(2 * waitMs, longestMs)) {
    try {
      return await store();
    } catch (thrown) {
      const error = asNextpanelError(thrown);
      if (!isStorageRefusal(error.code) || signal.aborted) throw thrown;
      if (first) onFirst(error);
      first = false;
      await wait(waitMs, undefined, { signal }).catch(() => {
        throw thrown;
      });
    }
  }
}
