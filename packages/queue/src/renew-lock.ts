import { readFileSync } from 'node:fs';
import type { Worker } from 'bullmq';
import type { Redis } from 'ioredis';

/** The lock of one pick-up. */
export interface HeldLock {
  readonly redis: Redis;
  readonly worker: Pick<Worker, 'toKey'>;
  readonly jobId: string;
  readonly token: string;
  /** Its life when nobody prolongs it, in milliseconds. */
  readonly lockMs: number;
}

export interface RenewalListener {
  /** Called after every renewal, with nothing renewed again before it is done. */
  readonly onRenewed: () => Promise<void>;
  /** Called once, when the job is somebody else's. */
  readonly onLost: () => void;
}

/**
 * Prolongs a job's lock every quarter of its life until stopped: a process may stand still for three quarters of a lock. One
 * that ran out meanwhile is taken again where nobody else took the job, so that a Redis that was away costs no request under
 * way. When the job is somebody else's, `onLost` is called once and nothing more is tried. A renewal that fails otherwise (no
 * connection) is tried again next time.
 */
export function renewLock(held: HeldLock, { onRenewed, onLost }: RenewalListener): { stop(): Promise<void> } {
  let underWay: Promise<void> | null = null;
  let stopped = false;
  const renew = async () => {
    const renewed = await holdLock(held).catch(() => null);
    if (stopped || renewed === null) return;
    if (renewed === 1) return onRenewed();
    clearInterval(timer);
    onLost();
  };
  const timer = setInterval(() => {
    underWay ??= renew().finally(() => {
      underWay = null;
    });
  }, held.lockMs / 4);
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      await underWay;
    },
  };
}

const script = readFileSync(new URL('./scripts/hold-lock.lua', import.meta.url), 'utf8');

/** BullMQ's own renewal takes a lock that ran out for one that somebody else has. */
async function holdLock({ redis, worker, jobId, token, lockMs }: HeldLock): Promise<number> {
  const keys = [`${worker.toKey(jobId)}:lock`, worker.toKey('active'), worker.toKey('stalled')];
  return (await redis.eval(script, keys.length, ...keys, token, lockMs, jobId)) as number;
}
