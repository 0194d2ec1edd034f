import { type ProviderId, providerIds } from '@nextpanel/core';
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import {
  type DrawJob,
  drawJobId,
  drawQueueName,
  type FinalizeJob,
  finalizeJobId,
  finalizeQueueName,
  jobDefaults,
} from './jobs.ts';

/** How many jobs of a queue are where. */
export interface QueueDepth {
  readonly name: string;
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
}

export interface Queues extends AsyncDisposable {
  /** Makes sure the story has a job. `now` also wakes one that waits for a later time. */
  ensureDraw(provider: ProviderId, job: DrawJob, options?: { now?: boolean }): Promise<void>;
  ensureFinalize(jobs: readonly FinalizeJob[]): Promise<void>;
  /** Of these draw jobs, those that are missing from their queue. */
  missingDraws(provider: ProviderId, stories: readonly string[]): Promise<string[]>;
  depths(): Promise<QueueDepth[]>;
  /** The BullMQ queues themselves, for bull-board. */
  readonly board: readonly Queue[];
}

export interface QueueOptions {
  /** Own connection for queue commands; stays the caller's to close. */
  readonly connection: Redis;
  /** Hash-tagged prefix, shared with the store. */
  readonly root: string;
  /** Providers this process can draw with: whose queues are shown. */
  readonly providers: readonly ProviderId[];
}

export function openQueues({ connection, root, providers }: QueueOptions): Queues {
  const open = (name: string) => {
    const queue = new Queue(name, { connection, prefix: root, defaultJobOptions: jobDefaults });
    queue.on('error', () => undefined);
    return queue;
  };
  // A story of a provider that is not set up any more waits in its queue; it must not trip over a missing one.
  const draws = new Map(providerIds.map((provider) => [provider, open(drawQueueName(provider))]));
  const finalize = open(finalizeQueueName);
  const drawQueue = (provider: ProviderId): Queue => draws.get(provider) as Queue;
  const shown = [...providers.map(drawQueue), finalize];
  return {
    board: shown,
    async ensureDraw(provider, data, { now = false } = {}) {
      const queue = drawQueue(provider);
      await queue.add('draw', data, { jobId: drawJobId(data) });
      if (!now) return;
      const job = await queue.getJob(drawJobId(data));
      // Not delayed, or gone meanwhile: either way nothing waits for a later time.
      await job?.promote().catch(() => undefined);
    },
    async ensureFinalize(jobs) {
      if (jobs.length === 0) return;
      await finalize.addBulk(
        jobs.map((data) => ({
          name: data.kind,
          data,
          opts: { jobId: finalizeJobId(data), attempts: 5, backoff: { type: 'exponential', delay: 1_000 } },
        })),
      );
    },
    async missingDraws(provider, stories) {
      const queue = drawQueue(provider);
      const reads = connection.pipeline();
      for (const story of stories) reads.exists(queue.toKey(drawJobId({ story })));
      const answers = (await reads.exec()) ?? [];
      return stories.filter((_, index) => answers[index]?.[1] === 0);
    },
    depths: () =>
      Promise.all(
        shown.map(async (queue) => {
          const { waiting = 0, active = 0, delayed = 0 } = await queue.getJobCounts('waiting', 'active', 'delayed');
          return { name: queue.name, waiting, active, delayed };
        }),
      ),
    async [Symbol.asyncDispose]() {
      await Promise.all([...draws.values(), finalize].map((queue) => queue.close()));
    },
  };
}
