import type { Job } from 'bullmq';

/**
 * Prolongs a job's lock every third of its life until stopped. When a renewal is refused, the lock belongs to somebody
 * else: `onLost` is called once and nothing more is tried. A renewal that fails otherwise (no connection) is tried again
 * next time.
 */
export function renewLock(job: Job, token: string, lockMs: number, onLost: () => void): { stop(): Promise<void> } {
  let underWay: Promise<void> | null = null;
  let stopped = false;
  const renew = async () => {
    try {
      const renewed = await job.extendLock(token, lockMs);
      if (renewed === 1 || stopped) return;
    } catch (error) {
      if (!(error instanceof Error) || !/lock/i.test(error.message)) return;
    }
    clearInterval(timer);
    onLost();
  };
  const timer = setInterval(() => {
    underWay ??= renew().finally(() => {
      underWay = null;
    });
  }, lockMs / 3);
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      await underWay;
    },
  };
}
