import type { WorkerOptions } from 'bullmq';
import type { Redis } from 'ioredis';

/**
 * How long a turn's lock lives without renewal, in milliseconds. Expired locks are sought every fifth of that, so a dead worker is
 * noticed within 1.4 locks. Shorter locks reveal dead workers sooner, but a worker whose event loop was blocked for that long
 * counts as dead, too.
 */
export const defaultLockMs = 5_000;

/** BullMQ counts the stalls of a job over its whole life and never resets the count; we count them per batch. */
const maxStalledCount = 1_000_000;

/** How long a worker waits after losing its connection in a command, in milliseconds. BullMQ's default of 15 s leaves it idle. */
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
