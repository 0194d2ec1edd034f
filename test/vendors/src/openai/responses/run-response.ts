import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { drawOrder } from '../../drawing/draw-order.ts';
import type { DrawnPicture } from '../../drawing/order.ts';
import type { Emulator } from '../../emulator.ts';
import type { MetFault } from '../../faults/fault-queue.ts';
import { moderationBlocked } from '../openai-faults.ts';
import type { ResponseJob } from './response-jobs.ts';

/** Draws a response's pictures, one `image_generation_call` each, and sets its final status. */
export async function runResponse(emulator: Emulator, job: ResponseJob): Promise<void> {
  const { fault } = job;
  job.status = 'in_progress';
  try {
    if (await failsBeforeWork(emulator, job, fault)) return;
    const pictures = await drawOrder(emulator, job.order, fault, job.cancelled.signal);
    job.usage = job.order.charge(pictures.length).usage;
    job.output = pictures.map((picture, index) => {
      const withheld = fault?.name === 'moderation-output' && index === pictures.length - 1;
      return withheld ? blocked(job, index, 'output') : drawn(job, index, picture);
    });
    job.status = 'completed';
  } catch (error) {
    if (!job.cancelled.signal.aborted) throw error;
  }
}

async function failsBeforeWork(
  { latencyMs, stopped }: Emulator,
  job: ResponseJob,
  fault: MetFault | null,
): Promise<boolean> {
  const over = AbortSignal.any([job.cancelled.signal, stopped]);
  switch (fault?.name) {
    case 'stuck':
      await once(over, 'abort');
      return true;
    case 'job-failed':
      await sleep(latencyMs, undefined, { signal: over });
      job.error = { code: 'server_error', message: 'The server had an error while processing your request.' };
      job.status = 'failed';
      return true;
    case 'moderation-input':
      await sleep(latencyMs, undefined, { signal: over });
      job.output = [blocked(job, 0, 'input')];
      job.error = { code: 'image_content_policy_violation', message: moderationBlocked('input').message };
      job.status = 'failed';
      return true;
    default:
      return false;
  }
}

function item({ id, order }: ResponseJob, index: number) {
  const { size, format, references } = order;
  return {
    id: `ig_${id.slice('resp_'.length)}${String(index).padStart(2, '0')}`,
    type: 'image_generation_call',
    action: references.length > 0 ? 'edit' : 'generate',
    background: 'opaque',
    output_format: format,
    quality: 'medium',
    size: `${size.width}x${size.height}`,
  };
}

const drawn = (job: ResponseJob, index: number, { bytes }: DrawnPicture) => ({
  ...item(job, index),
  status: 'completed',
  result: Buffer.from(bytes).toString('base64'),
  revised_prompt: `Image ${index + 1} of ${job.order.n}. ${job.order.prompt}`,
});

const blocked = (job: ResponseJob, index: number, stage: 'input' | 'output') => ({
  ...item(job, index),
  status: 'failed',
  result: null,
  error: moderationBlocked(stage).body,
});
