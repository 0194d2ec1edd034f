import { DelayedError, Worker } from 'bullmq';
import { Redis } from 'ioredis';

/**
 * The peer as a process that can be killed: one worker for the step job of BullMQ's documentation, with default settings.
 * Arguments: URL of Redis, prefix, milliseconds a step takes. It sends its parent a message when a step begins.
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
