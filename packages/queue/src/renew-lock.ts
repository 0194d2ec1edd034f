import { readFileSync } from 'node:fs';
import type { Worker } from 'bullmq';
import type { Redis } from 'ioredis';

/** The lock of one turn. */
export interface OwnLock {
  readonly redis: Redis;
  readonly worker: Pick<Worker, 'toKey'>;
  readonly jobId: string;
  readonly token: string;
  /** How long it lives without renewal, in milliseconds. */
  readonly lockMs: number;
}

export interface RenewalListener {
  /** Called after every renewal; the next renewal waits until it is done. */
  readonly onRenewed: () => Promise<void>;
  /** Called once, when another worker has the job. */
  readonly onLost: () => void;
}

/**
 * Renews a job's lock every quarter of its life until stopped, so that a process may freeze for three quarters of a lock. A lock
 * that expired in the meantime is taken again if no other worker took the job, so that an outage of Redis costs no request in
 * progress. When another worker has the job, `onLost` is called once and renewal ends. A renewal that fails for another reason
 * (no connection) is retried next time.
 */
export function renewLock(lock: OwnLock, { onRenewed, onLost }: RenewalListener): { stop(): Promise<void> } {
  let underWay: Promise<void> | null = null;
  let stopped = false;
  const renew = async () => {
    const renewed = await extendLock(lock).catch(() => null);
    if (stopped || renewed === null) return;
    if (renewed === 1) return onRenewed();
    clearInterval(timer);
    onLost();
  };
  const timer = setInterval(() => {
    underWay ??= renew().finally(() => {
      underWay = null;
    });
  }, lock.lockMs / 4);
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      await underWay;
    },
  };
}

const script = readFileSync(new URL('./scripts/extend-lock.lua', import.meta.url), 'utf8');

/** BullMQ's own renewal treats an expired lock as one that another worker has. */
async function extendLock({ redis, worker, jobId, token, lockMs }: OwnLock): Promise<number> {
  const keys = [`${worker.toKey(jobId)}:lock`, worker.toKey('active'), worker.toKey('stalled')];
  return (await redis.eval(script, keys.length, ...keys, token, lockMs, jobId)) as number;
}
