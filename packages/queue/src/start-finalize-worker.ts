import { Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { type FinalizeJob, finalizeQueueName } from './jobs.ts';
import type { RunningWorker } from './start-draw-worker.ts';
import { takeOverSlot } from './take-over-slot.ts';
import { workerOptions } from './worker-options.ts';

export interface FinalizeWorkerOptions {
  readonly connection: Redis;
  readonly root: string;
  /** Sheets and books made at once. */
  readonly concurrency: number;
  readonly slot: string | undefined;
  /** Throwing makes BullMQ try again, a few times with growing delays. */
  readonly finalize: (job: FinalizeJob, signal: AbortSignal) => Promise<void>;
  /** Called when the tries are used up. */
  readonly onGivenUp: (job: FinalizeJob, error: Error) => Promise<void>;
  readonly onError: (error: Error) => void;
}

/** Starts composing sheets and binding books. */
export async function startFinalizeWorker(options: FinalizeWorkerOptions): Promise<Pick<RunningWorker, 'close'>> {
  const { connection, root, concurrency, slot, finalize, onGivenUp, onError } = options;
  const stop = new AbortController();
  const worker = new Worker<FinalizeJob>(
    finalizeQueueName,
    (job) => finalize(job.data, stop.signal),
    workerOptions(connection, root, concurrency),
  );
  worker.on('error', onError);
  worker.on('failed', (job, error) => {
    if (job && job.attemptsMade >= (job.opts.attempts ?? 1)) onGivenUp(job.data, error).catch(onError);
  });
  if (slot !== undefined) await takeOverSlot(connection, root, slot, worker);
  worker.run().catch(onError);
  return {
    async close({ abort }) {
      if (abort) stop.abort(new Error('the process is stopping'));
      await worker.close();
    },
  };
}
