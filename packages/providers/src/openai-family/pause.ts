import { setTimeout as wait } from 'node:timers/promises';

/** Waits; when aborted, throws the caller's own reason and not Node's. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  wait(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
