import { DelayedError, Worker } from 'bullmq';
import { Redis } from 'ioredis';

/**
 * The peer in its own process, to be killed: one worker for BullMQ's documented step job, with default settings. Arguments: URL of
 * Redis, prefix, duration of a step in milliseconds. Notifies its parent when a step begins.
 */
const [url = '', prefix = '', stepMs = '0'] = process.argv.slice(2);
const worker = new Worker<{ step: number }>(
  'steps',
  async (job, token) => {
    process.send?.({ step: job.data.step, at: Date.now() });
    await new Promise((resolve) => setTimeout(resolve, Number(stepMs)));
    await job.updateData({ step: job.data.step + 1 });
    await job.moveToDelayed(Date.now(), token);
    throw new DelayedError();
  },
  { connection: new Redis(url, { maxRetriesPerRequest: null }), prefix },
);
worker.on('error', (error) => console.error(error));
process.once('disconnect', () => process.exit(0));
