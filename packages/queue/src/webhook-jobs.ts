import { DelayedError, type Job, Queue } from 'bullmq';
import { alarmIn } from './alarm-clock.ts';
import { type QueueConnection, redisOf } from './connect.ts';
import { isNewerJob, jobDefaults, newerJobMs, withVersion } from './jobs.ts';
import { keepWorker, type Rebuilt } from './keep-worker.ts';
import type { RunningWorker } from './start-draw-worker.ts';
import { workerOptions } from './worker-options.ts';

/** Delivers what happened to a story to one webhook; `delivery`: sends one delivery again. In the queue `webhooks`. */
export interface WebhookJob {
  readonly tenant: string;
  readonly webhook: string;
  readonly story: string;
  readonly delivery?: string;
}

const queueName = 'webhooks';
const jobId = ({ webhook, story, delivery }: WebhookJob): string =>
  [webhook, story, ...(delivery === undefined ? [] : [delivery])].join('-');

export interface WebhookQueue extends AsyncDisposable {
  /** Makes sure that there are jobs; one that waits for a later time stays as it is. */
  ensure(jobs: readonly WebhookJob[]): Promise<void>;
  /** Lets those that wait for a later time look now. */
  wake(jobs: readonly WebhookJob[]): Promise<void>;
}

export function openWebhookQueue({
  connection,
  root,
}: {
  readonly connection: QueueConnection;
  readonly root: string;
}): WebhookQueue {
  const redis = redisOf(connection);
  const queue = new Queue(queueName, { connection: redis, prefix: root, defaultJobOptions: jobDefaults });
  queue.on('error', () => undefined);
  return {
    async ensure(jobs) {
      if (jobs.length === 0) return;
      const reads = redis.pipeline();
      for (const job of jobs) reads.exists(queue.toKey(jobId(job)));
      const answers = (await reads.exec()) ?? [];
      const missing = jobs.filter((_, index) => answers[index]?.[1] === 0);
      if (missing.length === 0) return;
      await queue.addBulk(
        missing.map((data) => ({ name: 'deliver', data: withVersion(data), opts: { jobId: jobId(data) } })),
      );
    },
    async wake(jobs) {
      for (const data of jobs) {
        const job = await queue.getJob(jobId(data));
        await job?.promote().catch(() => undefined);
      }
    },
    [Symbol.asyncDispose]: () => queue.close(),
  };
}

export interface WebhookWorkerOptions {
  readonly connection: QueueConnection;
  readonly root: string;
  readonly concurrency: number;
  readonly seat: string | undefined;
  /** Answers with when to come back, in milliseconds; null when everything is delivered. */
  readonly deliver: (job: WebhookJob, signal: AbortSignal) => Promise<number | null>;
  readonly onRebuilt: (rebuilt: Rebuilt) => void;
  readonly onError: (error: Error) => void;
}

/** How soon a delivery is tried again that failed by something else than its receiver, in milliseconds. */
const unexpectedMs = 5_000;

/** Starts delivering. One job for each webhook and story, so that events of a story arrive in order. */
export async function startWebhookWorker(options: WebhookWorkerOptions): Promise<Pick<RunningWorker, 'close'>> {
  const connection = redisOf(options.connection);
  const stop = new AbortController();
  const worker = await keepWorker<WebhookJob>({
    ...options,
    connection,
    queue: queueName,
    options: workerOptions(connection, options.root),
    async take(job: Job<WebhookJob>, token) {
      const later = async (ms: number) => {
        await job.moveToDelayed(alarmIn(ms), token);
        throw new DelayedError();
      };
      if (isNewerJob(job.data)) return later(newerJobMs);
      const delayMs = await options.deliver(job.data, stop.signal).catch((error: Error) => {
        options.onError(error);
        return unexpectedMs;
      });
      if (delayMs !== null) await later(delayMs);
    },
    listen: () => undefined,
  });
  return {
    async close({ abort }) {
      if (abort) stop.abort(new Error('the process is stopping'));
      await worker.close();
    },
  };
}
