import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Emulator } from '../emulator.ts';
import type { Operation } from '../faults/fault-facts.ts';
import { meetFault } from '../faults/meet-fault.ts';
import { type Call, event, events, json, type Reply } from '../http/reply.ts';
import { clientHeadersOf } from '../ledger.ts';
import { falEndpoint } from './fal-endpoints.ts';
import { falFaultReply } from './fal-faults.ts';
import { isForgotten } from './fal-history.ts';
import { appOf, type FalJob, type FalJobs } from './fal-jobs.ts';
import type { FalInput } from './read-fal-input.ts';
import { runJob } from './run-job.ts';
import type { Webhooks } from './webhooks.ts';

/** Status, result and cancel: owner and app only, never the sub-path. */
const ofRequest = /^\/([^/]+\/[^/]+)\/requests\/([^/]+)(\/status|\/status\/stream|\/cancel)?$/;

/** How often a status stream checks, in milliseconds. */
const streamMs = 50;

/** The purpose of a request to `queue.fal.run`. */
export function queueOperation({ method }: Call, path: string): Operation {
  const tail = ofRequest.exec(path)?.[3];
  if (tail === '/cancel') return 'cancel';
  return method === 'POST' ? 'order' : tail === undefined ? 'collect' : 'poll';
}

/**
 * `queue.fal.run`. A submit only checks key and endpoint; the rest of the input is checked when the job runs.
 *
 * @param path without the host
 */
export async function answerQueue(
  emulator: Emulator,
  jobs: FalJobs,
  webhooks: Webhooks,
  call: Call,
  path: string,
): Promise<Reply> {
  const [, app = '', id = '', tail] = ofRequest.exec(path) ?? [];
  if (id === '') return submit(emulator, jobs, webhooks, call, path);
  const job = jobs.get(id);
  const there = job !== undefined && appOf(job.endpoint) === app && !isForgotten(job, emulator.fal);
  const known = there ? job : undefined;
  const operation = queueOperation(call, path);
  const struck = {
    vendor: 'fal',
    operation,
    path,
    model: known?.endpoint.id ?? '',
    prompt: known?.prompt ?? '',
  } as const;
  return meetFault(emulator, struck, falFaultReply, async () => {
    if (known === undefined) return json(404, { detail: 'Request not found', status: 'NOT_FOUND' });
    if (tail === '/cancel') return call.method === 'PUT' ? cancel(known) : json(405, { detail: 'Method Not Allowed' });
    if (tail === '/status/stream') return events(followStatus(emulator, known));
    return tail === '/status' ? status(emulator, known) : result(known);
  });
}

async function submit(emulator: Emulator, jobs: FalJobs, webhooks: Webhooks, call: Call, path: string): Promise<Reply> {
  // A sub-path before /requests/ is the classic mistake of new clients.
  if (call.method !== 'POST' || path.includes('/requests/')) return json(405, { detail: 'Method Not Allowed' });
  const endpoint = falEndpoint(path.slice(1), emulator.today);
  if (endpoint === undefined) return json(404, { detail: `Application '${path.slice(1)}' not found` });
  const input = readInput(call);
  if (input === null) return json(422, { detail: [{ loc: ['body'], msg: 'JSON decode error', type: 'json_invalid' }] });
  const prompt = typeof input.prompt === 'string' ? input.prompt : '';
  const struck = { vendor: 'fal', operation: 'order', path, model: endpoint.id, prompt } as const;
  return meetFault(emulator, struck, falFaultReply, async (fault) => {
    const job = accept(jobs, call, { endpoint, input, prompt, fault });
    const running = runJob(emulator, job).then(() => webhooks.announce(job));
    emulator.follow(running);
    return json(
      200,
      { status: 'IN_QUEUE', ...links(emulator, job), queue_position: 0 },
      { 'x-fal-request-id': job.id },
    );
  });
}

function readInput({ body }: Call): FalInput | null {
  try {
    const input: unknown = JSON.parse(body.toString());
    return typeof input === 'object' && input !== null && !Array.isArray(input) ? (input as FalInput) : null;
  } catch {
    return null;
  }
}

function accept(jobs: FalJobs, call: Call, asked: Pick<FalJob, 'endpoint' | 'input' | 'prompt' | 'fault'>): FalJob {
  const job: FalJob = {
    id: call.requestId,
    gatewayId: randomUUID(),
    ...asked,
    headers: clientHeadersOf(call.headers),
    webhook: call.query.get('fal_webhook'),
    cancelled: new AbortController(),
    sentAt: Date.now(),
    startedAt: null,
    endedAt: null,
    status: 'IN_QUEUE',
    result: null,
    error: null,
  };
  jobs.set(job.id, job);
  return job;
}

function links({ base }: Emulator, job: FalJob) {
  const response = `${base()}/queue.fal.run/${appOf(job.endpoint)}/requests/${job.id}`;
  return {
    request_id: job.id,
    gateway_request_id: job.gatewayId,
    response_url: response,
    status_url: `${response}/status`,
    cancel_url: `${response}/cancel`,
  };
}

const named = ({ id }: FalJob) => ({ 'x-fal-request-id': id });

const status = (emulator: Emulator, job: FalJob): Reply =>
  json(job.status === 'COMPLETED' ? 200 : 202, statusOf(emulator, job), named(job));

function statusOf(emulator: Emulator, job: FalJob) {
  const about = { status: job.status, ...links(emulator, job) };
  if (job.status === 'IN_QUEUE') return { ...about, queue_position: 0 };
  if (job.status === 'IN_PROGRESS') return { ...about, logs: null };
  const failure = job.error && { error: job.error.message, error_type: job.error.type };
  return { ...about, logs: null, metrics: { inference_time: 0.25 }, ...failure };
}

async function* followStatus(emulator: Emulator, job: FalJob) {
  for (;;) {
    yield event(statusOf(emulator, job));
    if (job.status === 'COMPLETED') return;
    await sleep(streamMs, undefined, { signal: emulator.stopped });
  }
}

/** COMPLETED is not success: the model's result or error is returned here. */
function result(job: FalJob): Reply {
  if (job.result === null) return json(400, { detail: 'Request is still in progress' }, named(job));
  const { status: code, payload, headers } = job.result;
  return json(code, payload, { ...headers, ...named(job) });
}

/** A waiting job is removed; a running one may still be finished and charged. */
function cancel(job: FalJob): Reply {
  if (job.status === 'COMPLETED') return json(400, { status: 'ALREADY_COMPLETED' }, named(job));
  job.cancelled.abort();
  return json(202, { status: 'CANCELLATION_REQUESTED' }, named(job));
}
