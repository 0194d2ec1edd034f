import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { drawOrder } from '../drawing/draw-order.ts';
import type { DrawnPicture, Order } from '../drawing/order.ts';
import type { Emulator } from '../emulator.ts';
import type { MetFault } from '../faults/fault-queue.ts';
import { chargeFal } from './charge-fal.ts';
import { type FalDetail, FalInputError } from './fal-error.ts';
import { flatHeaders } from './fal-faults.ts';
import type { FalJob, FalResult } from './fal-jobs.ts';
import { type FalAsked, readFalInput } from './read-fal-input.ts';

/** Share of the latency that a job waits before it runs; only in this time can it be cancelled unpaid. */
const queueShare = 0.25;

/** Runs a job from the queue to its end; its result is its output or its error. */
export async function runJob(emulator: Emulator, job: FalJob): Promise<void> {
  const { fault } = job;
  const { latencyMs, stopped } = emulator;
  const over = AbortSignal.any([job.cancelled.signal, stopped]);
  const end = emulator.underWay.begin({ vendor: 'fal', requestId: job.id });
  try {
    const inQueueMs = latencyMs * queueShare;
    const patienceMs = Number(job.headers['x-fal-request-timeout'] ?? Number.POSITIVE_INFINITY) * 1_000;
    await sleep(Math.min(inQueueMs, patienceMs), undefined, { signal: over });
    if (inQueueMs > patienceMs) job.result = notStarted();
    else {
      job.status = 'IN_PROGRESS';
      job.startedAt = Date.now();
      if (fault?.name === 'stuck') await once(over, 'abort');
      over.throwIfAborted();
      job.result = await outcome({ ...emulator, latencyMs: latencyMs * (1 - queueShare) }, job);
    }
  } catch (error) {
    if (stopped.aborted || !job.cancelled.signal.aborted) throw error;
    job.result = flat(499, 'client_cancelled', 'Request cancelled by the client.');
  } finally {
    end();
  }
  job.endedAt = Date.now();
  job.error = errorOf(job.result);
  job.status = 'COMPLETED';
}

function errorOf({ status, payload }: FalResult): FalJob['error'] {
  if (status === 200) return null;
  const { detail, error_type: type } = payload as { detail: string | readonly FalDetail[]; error_type?: string };
  const first = typeof detail === 'string' ? { msg: detail, type: 'unknown' } : detail[0];
  return { message: first?.msg ?? '', type: type ?? first?.type ?? 'unknown' };
}

async function outcome(emulator: Emulator, job: FalJob): Promise<FalResult> {
  const { latencyMs, stopped } = emulator;
  const { fault } = job;
  try {
    const asked = await readFalInput(emulator, job.endpoint, job.input);
    const failure = failureOf(fault, asked);
    if (failure !== null && fault?.name !== 'moderation-output') {
      await sleep(latencyMs, undefined, { signal: stopped });
      return failure;
    }
    const pictures = await drawOrder(emulator, orderOf(job, asked), fault);
    return failure ?? { status: 200, payload: answerOf(emulator, job, asked, pictures), headers: {} };
  } catch (error) {
    if (error instanceof FalInputError) return invalid(error.details, false);
    throw error;
  }
}

/** The model's own error: a list of details, with a header that says whether a retry may help. */
const invalid = (detail: readonly FalDetail[], retryable: boolean, status = 422): FalResult => ({
  status,
  payload: { detail },
  headers: { 'x-fal-retryable': String(retryable) },
});

const flat = (
  status: number,
  type: string,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): FalResult => ({ status, payload: { detail, error_type: type }, headers: flatHeaders(type, headers) });

function failureOf(fault: MetFault | null, { prompt }: FalAsked): FalResult | null {
  const loc = ['body', 'prompt'];
  switch (fault?.name) {
    case 'moderation-input':
    case 'moderation-output': {
      const msg = 'The content could not be processed because it contained material flagged by a content checker.';
      const url = 'https://docs.fal.ai/errors#content_policy_violation';
      return invalid([{ loc, msg, type: 'content_policy_violation', url, input: prompt }], false);
    }
    case 'job-failed':
      return invalid([{ loc: ['body'], msg: 'Downstream service error', type: 'downstream_service_error' }], true, 502);
    case 'job-failed-text':
      return { status: 500, payload: { detail: 'Something went wrong in the application.' }, headers: {} };
    case 'user-timeout':
      return notStarted();
    default:
      return null;
  }
}

/** It did not begin within the client's own X-Fal-Request-Timeout. */
const notStarted = (): FalResult =>
  flat(504, 'request_timeout', 'Request timed out', {
    'x-fal-request-timeout-type': 'user',
    'x-fal-retryable': 'false',
  });

const orderOf = ({ endpoint, id, headers, webhook }: FalJob, asked: FalAsked): Order => ({
  vendor: 'fal',
  endpoint: endpoint.id,
  model: endpoint.id,
  prompt: asked.prompt,
  references: asked.references,
  mask: asked.mask,
  n: asked.n,
  size: asked.size,
  format: asked.format,
  compression: 95,
  requestId: id,
  jobId: id,
  headers,
  webhook,
  charge: (images) => chargeFal(endpoint, asked, images),
});

function answerOf(emulator: Emulator, job: FalJob, asked: FalAsked, pictures: readonly DrawnPicture[]) {
  const { kind } = job.endpoint;
  const { usage } = chargeFal(job.endpoint, asked, pictures.length);
  return {
    images: pictures.map((picture) => imageOf(emulator, job, asked, picture)),
    ...(usage !== null && { usage }),
    ...(job.fault?.name === 'nsfw-picture' && { has_nsfw_concepts: pictures.map(() => true) }),
    ...(kind === 'nano-banana-2' && { description: '' }),
    ...(kind === 'flux-2-pro' && { seed: 1_234_567 }),
  };
}

function imageOf({ media, base }: Emulator, { headers }: FalJob, { inline }: FalAsked, picture: DrawnPicture) {
  const { bytes, mime, width, height } = picture;
  const about = { content_type: mime, file_size: bytes.length, width, height };
  if (inline) return { url: `data:${mime};base64,${Buffer.from(bytes).toString('base64')}`, ...about };
  const name = media.put(bytes, mime, lifetimeMs(headers['x-fal-object-lifecycle-preference']));
  return { url: `${base()}/v3b.fal.media/files/${name}`, ...about, file_name: name };
}

function lifetimeMs(preference: string | undefined): number | null {
  if (preference === undefined) return null;
  const seconds = /"expiration_duration_seconds":\s*(\d+)/.exec(preference)?.[1];
  return seconds === undefined ? null : Number(seconds) * 1_000;
}
