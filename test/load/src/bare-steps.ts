import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { DelayedError, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Load, Run } from './load.ts';

/**
 * The peer: BullMQ's documented step job that saves its step and yields after every batch, and nothing else. No state, no
 * fence, no events, no frames.
 */
export async function runBareSteps(redisUrl: string, load: Load): Promise<Run> {
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
  const prefix = `{bare-${randomUUID()}}`;
  const queue = new Queue<{ step: number }>('steps', { connection, prefix });
  let left = load.stories;
  const finished = Promise.withResolvers<void>();
  const worker = new Worker<{ step: number }>(
    'steps',
    async (job, token) => {
      if (load.latencyMs > 0) await wait(load.latencyMs);
      const step = job.data.step + 1;
      if (step === load.batches) return;
      await job.updateData({ step });
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
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  worker.run().catch(finished.reject);
  await finished.promise;
  const makespanMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpu);
  await worker.close();
  await queue.close();
  connection.disconnect();
  return { makespanMs, cpuMs: (user + system) / 1_000 };
}
