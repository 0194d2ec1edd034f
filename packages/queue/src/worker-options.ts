import type { WorkerOptions } from 'bullmq';
import type { Redis } from 'ioredis';

/**
 * How long a pick-up's lock lives without renewal, in milliseconds. Dead ones are looked for every fifth of that, so a
 * worker that died is noticed within 1.4 locks. Shorter locks find the dead sooner, but call a worker dead whose event loop
 * was blocked for that long.
 */
export const defaultLockMs = 5_000;

/** BullMQ counts the deaths of a job's workers over its whole life and never resets; ours are counted per batch. */
const maxStalledCount = 1_000_000;

/** How long a worker waits after a command that was cut off with its connection; BullMQ's 15 s leave the slot empty. */
const retryMs = 1_000;

export const workerOptions = (connection: Redis, root: string, lockMs = defaultLockMs): WorkerOptions => ({
  connection,
  prefix: root,
  autorun: false,
  lockDuration: lockMs,
  stalledInterval: lockMs / 5,
  maxStalledCount,
  runRetryDelay: retryMs,
});
