import { DelayedError } from 'bullmq';
import { alarmIn } from './alarm-clock.ts';
import { type QueueConnection, redisOf } from './connect.ts';
import { type FinalizeJob, finalizeQueueName, isNewerJob, newerJobMs } from './jobs.ts';
import { keepWorker, type Rebuilt } from './keep-worker.ts';
import type { RunningWorker } from './start-draw-worker.ts';
import type { Watch } from './watch-turns.ts';
import { workerOptions } from './worker-options.ts';

export interface FinalizeWorkerOptions {
  readonly connection: QueueConnection;
  readonly root: string;
  /** Sheets and books made at once. */
  readonly concurrency: number;
  readonly seat: string | undefined;
  /** If it throws, BullMQ retries a few times with growing delays. */
  readonly finalize: (job: FinalizeJob, signal: AbortSignal) => Promise<void>;
  /** Delay of a retry that uses up no attempt, in milliseconds; null for a failure that uses one up. */
  readonly postpone?: (error: unknown) => number | null;
  /** Called when all attempts are used up. */
  readonly onGivenUp: (job: FinalizeJob, error: Error) => Promise<void>;
  /** Called when a worker that took no jobs was replaced. */
  readonly onRebuilt: (rebuilt: Rebuilt) => void;
  readonly onError: (error: Error) => void;
  /** When a worker counts as deaf; set by tests. */
  readonly watch?: Watch;
}

/** Starts composing sheets and binding books. */
export async function startFinalizeWorker(options: FinalizeWorkerOptions): Promise<Pick<RunningWorker, 'close'>> {
  const { root, finalize, postpone = () => null, onGivenUp, onError } = options;
  const connection = redisOf(options.connection);
  const stop = new AbortController();
  const worker = await keepWorker<FinalizeJob>({
    ...options,
    connection,
    queue: finalizeQueueName,
    options: workerOptions(connection, root),
    async take(job, token) {
      if (isNewerJob(job.data)) {
        await job.moveToDelayed(alarmIn(newerJobMs), token);
        throw new DelayedError();
      }
      try {
        await finalize(job.data, stop.signal);
      } catch (error) {
        const delayMs = postpone(error);
        if (delayMs === null) throw error;
        await job.moveToDelayed(alarmIn(delayMs), token);
        throw new DelayedError();
      }
    },
    listen: (it) =>
      it.on('failed', (job, error) => {
        if (job && job.attemptsMade >= (job.opts.attempts ?? 1)) onGivenUp(job.data, error).catch(onError);
      }),
  });
  return {
    async close({ abort }) {
      if (abort) stop.abort(new Error('the process is stopping'));
      await worker.close();
    },
  };
}
