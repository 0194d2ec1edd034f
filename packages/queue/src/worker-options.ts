import type { WorkerOptions } from 'bullmq';
import type { Redis } from 'ioredis';

/**
 * How long a pick-up's lock lives without renewal, and how often dead ones are looked for: a worker that died is noticed
 * within lockMs + 2 × stalledIntervalMs. Shorter locks find the dead sooner, but call a worker dead whose event loop was
 * blocked for that long.
 */
export const lockMs = 5_000;
const stalledIntervalMs = 1_000;

/** BullMQ counts the deaths of a job's workers over its whole life and never resets; ours are counted per batch. */
const maxStalledCount = 1_000_000;

export const workerOptions = (connection: Redis, root: string, concurrency: number): WorkerOptions => ({
  connection,
  prefix: root,
  concurrency,
  autorun: false,
  lockDuration: lockMs,
  stalledInterval: stalledIntervalMs,
  maxStalledCount,
});
