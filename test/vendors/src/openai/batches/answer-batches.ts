import type { Emulator } from '../../emulator.ts';
import type { MetFault } from '../../faults/fault-queue.ts';
import { meetFault } from '../../faults/meet-fault.ts';
import { type Call, json, type Reply } from '../../http/reply.ts';
import { readJson } from '../../images-api/answer-images.ts';
import { ImagesApiError, unknownParameterError } from '../../images-api/images-api-error.ts';
import { openaiFaultReply, openaiHeaders } from '../openai-images.ts';
import { type BatchJob, type BatchJobs, batchOf, isOver } from './batch-jobs.ts';
import { runBatch } from './run-batch.ts';

/** `POST` and `GET /v1/batches`, `GET /v1/batches/{id}`, `POST /v1/batches/{id}/cancel`. */
export async function answerBatches(
  emulator: Emulator,
  jobs: BatchJobs,
  call: Call,
  [id, action]: string[],
): Promise<Reply> {
  const job = id === undefined ? undefined : jobs.get(id);
  const creates = call.method === 'POST' && id === undefined;
  const operation = creates ? 'order' : action === 'cancel' ? 'cancel' : id === undefined ? 'list' : 'poll';
  const body = creates ? readBody(emulator, call) : null;
  return meetFault(
    emulator,
    { vendor: 'openai', operation, path: call.path, model: '', prompt: '' },
    (fault) => openaiFaultReply(fault, call),
    async (fault) => {
      const answer = (value: unknown) => json(200, value, openaiHeaders(call));
      if (body !== null) return answer(batchOf(create(emulator, jobs, call, body, fault)));
      if (id === undefined) return answer(list(jobs, call));
      if (job === undefined) throw batchMissing(id);
      if (action === 'cancel') cancel(job);
      return answer(batchOf(job));
    },
  );
}

const bodyKeys = ['endpoint', 'input_file_id', 'completion_window', 'metadata', 'output_expires_after'];
const endpoints = ['/v1/images/generations', '/v1/images/edits'];

function readBody({ media }: Emulator, call: Call) {
  const body = readJson(call);
  const strange = Object.keys(body).find((key) => !bodyKeys.includes(key));
  if (strange !== undefined) throw unknownParameterError(strange);
  const { endpoint, input_file_id: inputFileId, completion_window: window, metadata = {} } = body;
  if (typeof endpoint !== 'string' || !endpoints.includes(endpoint)) {
    throw new ImagesApiError({
      code: 'invalid_value',
      param: 'endpoint',
      message: `Invalid value: '${String(endpoint)}'.`,
    });
  }
  if (window !== '24h') {
    throw new ImagesApiError({
      code: 'invalid_value',
      param: 'completion_window',
      message: "Only '24h' is supported.",
    });
  }
  if (typeof inputFileId !== 'string' || media.get(inputFileId) === undefined) {
    throw new ImagesApiError({ param: 'file_id', message: `Cannot find file ${String(inputFileId)}.` });
  }
  const pairs = Object.entries(metadata as Record<string, unknown>);
  if (pairs.length > 16 || pairs.some(([name, value]) => name.length > 64 || String(value).length > 512)) {
    throw new ImagesApiError({ param: 'metadata', message: 'metadata takes 16 pairs of 64 and 512 characters.' });
  }
  return { endpoint, inputFileId, metadata: metadata as Record<string, string> };
}

function create(
  emulator: Emulator,
  jobs: BatchJobs,
  call: Call,
  body: ReturnType<typeof readBody>,
  fault: MetFault | null,
): BatchJob {
  const job: BatchJob = {
    ...body,
    id: `batch_${call.requestId.replaceAll('-', '')}`,
    createdAt: Math.floor(Date.now() / 1_000),
    fault,
    listedAt: fault?.name === 'batch-listed-late' ? Date.now() + fault.ms : 0,
    authorization: call.headers.authorization,
    cancelled: new AbortController(),
    status: 'validating',
    endedAt: null,
    counts: { total: 0, completed: 0, failed: 0 },
    outputFileId: null,
    errorFileId: null,
    errors: [],
  };
  jobs.set(job.id, job);
  emulator.follow(runBatch(emulator, job));
  return job;
}

/** Newest first. */
function list(jobs: BatchJobs, { query }: Call) {
  const all = [...jobs.values()].filter(({ listedAt }) => listedAt <= Date.now()).toReversed();
  const limit = Math.min(100, Number(query.get('limit') ?? 20));
  const after = query.get('after');
  const from = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
  const data = all.slice(from, from + limit).map(batchOf);
  return {
    object: 'list',
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: from + limit < all.length,
  };
}

function cancel(job: BatchJob): void {
  if (isOver(job)) {
    throw new ImagesApiError({ status: 409, message: `Cannot cancel a batch with status '${job.status}'.` });
  }
  job.status = 'cancelling';
  job.cancelled.abort();
}

const batchMissing = (id: string) =>
  new ImagesApiError({ status: 404, param: 'batch_id', message: `No batch found with id '${id}'.` });
