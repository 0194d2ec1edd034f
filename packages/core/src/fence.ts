/** What BullMQ gave a turn: the job's lock key and the value that proves the lock is ours. */
export interface JobLock {
  readonly lockKey: string;
  readonly token: string;
}

/**
 * Ownership of one turn of one story. A lock token alone is no fence: BullMQ reuses a token for many turns. `number` grows by
 * one with every claim, and every later write checks lock and number.
 */
export interface Fence extends JobLock {
  readonly story: string;
  readonly number: number;
}
