import { setTimeout as sleep } from 'node:timers/promises';
import { LocalError, type RedisLoading } from '@nextpanel/local';

export interface Patience {
  /** From the first process started to the last one ready, without the time in which Redis reads its data. */
  readonly startMs: number;
  readonly lookEveryMs: number;
  /** Asks Redis whether it is reading its data. */
  readonly loading: () => Promise<RedisLoading | null>;
  readonly log: (line: string) => void;
  /** Ends the waiting without an error. */
  readonly signal: AbortSignal;
}

/**
 * Rejects when the processes were not ready in time. Gigabytes take Redis minutes to read after a restart, in which nothing can be ready:
 * that time does not count, and it is shown how far it is. Resolves never.
 *
 * @throws LocalError `start_timeout`
 */
export async function giveUpWaiting({ startMs, lookEveryMs, loading, log, signal }: Patience): Promise<never> {
  for (let leftMs = startMs; leftMs > 0; ) {
    await sleep(Math.min(lookEveryMs, leftMs), undefined, { ref: false, signal }).catch(() => undefined);
    if (signal.aborted) return new Promise(() => undefined);
    const reading = await loading();
    if (reading === null) leftMs -= lookEveryMs;
    else log(`Redis is reading its data: ${reading.percent} %, about ${reading.secondsLeft} s left.`);
  }
  throw new LocalError(
    'start_timeout',
    `nextpanel was not ready within ${startMs / 1_000} s. Set LOG_LEVEL=debug to see what it is waiting for.`,
  );
}
