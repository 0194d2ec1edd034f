import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { DelayedError, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { ownCpuMs, redisCpuMs } from './cpu-time.ts';
import type { Load, Run } from './load.ts';
import type { KeepPanel } from './peer-files.ts';

/**
 * The peer: the step job of BullMQ's documentation, which saves its step and yields after every batch. No state, no fence, no
 * events, and frames and records only where `keep` writes them.
 */
export async function runBareSteps(redisUrl: string, load: Load, keep?: KeepPanel): Promise<Run> {
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
  const prefix = `{bare-${randomUUID()}}`;
  const queue = new Queue<{ step: number }>('steps', { connection, prefix });
  let left = load.stories;
  const finished = Promise.withResolvers<void>();
  const worker = new Worker<{ step: number }>(
    'steps',
    async (job, token) => {
      const { step } = job.data;
      if (load.latencyMs > 0) await wait(load.latencyMs);
      if (keep) await Promise.all(panelNumbers(load).map((panel) => keep(job.id ?? '', step, panel)));
      if (step + 1 === load.batches) return;
      await job.updateData({ step: step + 1 });
      await job.moveToDelayed(Date.now(), token);
      throw new DelayedError();
    },
    { connection, prefix, concurrency: load.concurrency, autorun: false },
  );
  worker.on('error', finished.reject);
  worker.on('completed', () => {
    left -= 1;
    if (left === 0) finished.resolve();
  });
  const jobs = Array.from({ length: load.stories }, (_, story) => ({
    name: 'story',
    data: { step: 0 },
    opts: { jobId: `story-${story}`, removeOnComplete: true },
  }));
  await queue.addBulk(jobs);
  const cpuBefore = ownCpuMs() + (await redisCpuMs(connection));
  const startedAt = performance.now();
  worker.run().catch(finished.reject);
  await finished.promise;
  const makespanMs = performance.now() - startedAt;
  const cpuMs = ownCpuMs() + (await redisCpuMs(connection)) - cpuBefore;
  await worker.close();
  await queue.close();
  connection.disconnect();
  return { makespanMs, cpuMs };
}

const panelNumbers = ({ panels }: Load): number[] => Array.from({ length: panels }, (_, panel) => panel);
