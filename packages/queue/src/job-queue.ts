import { DelayedError, type Job, Queue } from 'bullmq';
import { alarmIn } from './alarm-clock.ts';
import { type QueueConnection, redisOf } from './connect.ts';
import { isNewerJob, jobDefaults, newerJobMs, withVersion } from './jobs.ts';
import { keepWorker, type Rebuilt } from './keep-worker.ts';
import type { RunningWorker } from './start-draw-worker.ts';
import { workerOptions } from './worker-options.ts';

/** A kind of job that runs until nothing is left to do, at once or at a later time. */
export interface JobKind<Data extends object> {
  readonly queue: string;
  /** BullMQ's name for such jobs. */
  readonly name: string;
  /** One job for one id: adding it again does nothing. */
  readonly idOf: (job: Data) => string;
}

export interface JobQueue<Data extends object> extends AsyncDisposable {
  /** Makes sure that there are jobs; one that waits for a later time stays as it is. */
  ensure(jobs: readonly Data[]): Promise<void>;
  /** Lets those that wait for a later time look now. */
  wake(jobs: readonly Data[]): Promise<void>;
}

export interface OpenJobQueue {
  readonly connection: QueueConnection;
  readonly root: string;
}

export function openJobQueue<Data extends object>(
  { queue: queueName, name, idOf }: JobKind<Data>,
  { connection, root }: OpenJobQueue,
): JobQueue<Data> {
  const redis = redisOf(connection);
  const queue = new Queue(queueName, { connection: redis, prefix: root, defaultJobOptions: jobDefaults });
  queue.on('error', () => undefined);
  return {
    async ensure(jobs) {
      if (jobs.length === 0) return;
      const reads = redis.pipeline();
      for (const job of jobs) reads.exists(queue.toKey(idOf(job)));
      const answers = (await reads.exec()) ?? [];
      const missing = jobs.filter((_, index) => answers[index]?.[1] === 0);
      if (missing.length === 0) return;
      await queue.addBulk(missing.map((data) => ({ name, data: withVersion(data), opts: { jobId: idOf(data) } })));
    },
    async wake(jobs) {
      for (const data of jobs) {
        const job = await queue.getJob(idOf(data));
        await job?.promote().catch(() => undefined);
      }
    },
    [Symbol.asyncDispose]: () => queue.close(),
  };
}

export interface JobSignals {
  /** The process is about to stop: nothing new is to be begun. */
  readonly draining: AbortSignal;
  /** It stops now. */
  readonly stopped: AbortSignal;
}

export interface JobWorkerOptions<Data> extends OpenJobQueue {
  readonly concurrency: number;
  readonly seat: string | undefined;
  /** Answers with when to come back, in milliseconds; null when nothing is left to do. */
  readonly run: (job: Data, signals: JobSignals) => Promise<number | null>;
  readonly onRebuilt: (rebuilt: Rebuilt) => void;
  readonly onError: (error: Error) => void;
}

/** How soon a job runs again that ended in an unexpected error, in milliseconds. */
const unexpectedMs = 5_000;

/** Starts taking jobs of a kind. */
export async function startJobWorker<Data extends object>(
  { queue }: JobKind<Data>,
  options: JobWorkerOptions<Data>,
): Promise<Pick<RunningWorker, 'close'>> {
  const connection = redisOf(options.connection);
  const drain = new AbortController();
  const stop = new AbortController();
  const signals: JobSignals = { draining: drain.signal, stopped: stop.signal };
  const worker = await keepWorker<Data>({
    ...options,
    connection,
    queue,
    options: workerOptions(connection, options.root),
    async take(job: Job<Data>, token) {
      const later = async (ms: number) => {
        await job.moveToDelayed(alarmIn(ms), token);
        throw new DelayedError();
      };
      if (isNewerJob(job.data)) return later(newerJobMs);
      const delayMs = await options.run(job.data, signals).catch((error: Error) => {
        options.onError(error);
        return unexpectedMs;
      });
      if (delayMs !== null) await later(delayMs);
    },
    listen: () => undefined,
  });
  return {
    async close({ abort }) {
      const reason = new Error('the process is stopping');
      drain.abort(reason);
      if (abort) stop.abort(reason);
      await worker.close();
    },
  };
}
