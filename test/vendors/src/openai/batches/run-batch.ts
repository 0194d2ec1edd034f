import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Emulator } from '../../emulator.ts';
import { type Call, textOf } from '../../http/reply.ts';
import { answerImages } from '../../images-api/answer-images.ts';
import { openaiImages } from '../openai-images.ts';
import type { BatchJob, BatchStatus } from './batch-jobs.ts';
import { announceBatch } from './batch-webhooks.ts';

interface Line {
  readonly custom_id: string;
  readonly method: string;
  readonly url: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Half of every price. */
const share = 0.5;

/** Draws a batch's requests, one after another in another order than they came, and writes the files of its results. */
export async function runBatch(emulator: Emulator, job: BatchJob): Promise<void> {
  await work(emulator, job);
  job.endedAt = Math.floor(Date.now() / 1_000);
  await announceBatch(emulator, job);
}

async function work(emulator: Emulator, job: BatchJob): Promise<void> {
  const { fault } = job;
  // The answer that accepts the batch says that it is being validated.
  await sleep(1);
  const over = AbortSignal.any([job.cancelled.signal, emulator.stopped]);
  const end = (status: BatchStatus) => {
    job.status = status;
  };
  if (fault?.name === 'batch-token-limit' || fault?.name === 'job-failed') {
    job.errors = [
      fault.name === 'job-failed'
        ? { code: 'server_error', message: 'The batch could not be processed.', line: null }
        : { code: 'token_limit_exceeded', message: tokenLimitWords, line: null },
    ];
    return end('failed');
  }
  const lines = readLines(emulator, job);
  if (lines === null) return end('failed');
  job.counts.total = lines.length;
  if (job.status === 'validating') job.status = 'in_progress';
  if (fault?.name === 'stuck') await once(over, 'abort');
  else await sleep(emulator.batchMs, undefined, { signal: over }).catch(() => undefined);
  emulator.stopped.throwIfAborted();
  const output: string[] = [];
  const errors: string[] = [];
  const most = fault?.name === 'batch-expired' ? Math.floor(lines.length / 2) : lines.length;
  for (const [index, line] of lines.toReversed().entries()) {
    if (job.cancelled.signal.aborted || index >= most) {
      errors.push(undone(line, job.cancelled.signal.aborted ? 'batch_cancelled' : 'batch_expired'));
      continue;
    }
    const { status, words } = await draw(emulator, job, line);
    (status < 300 ? output : errors).push(words);
    job.counts[status < 300 ? 'completed' : 'failed'] += 1;
  }
  job.outputFileId = write(emulator, output);
  job.errorFileId = write(emulator, errors);
  end(job.cancelled.signal.aborted ? 'cancelled' : fault?.name === 'batch-expired' ? 'expired' : 'completed');
}

const tokenLimitWords =
  'Enqueued token limit reached for gpt-image-2 in organization org-emulated. Limit: 90,000 enqueued tokens. Please try again once some in_progress batches have been completed.';

/** null, with the job's errors set, when the file is not what the vendor takes. */
function readLines({ media }: Emulator, job: BatchJob): Line[] | null {
  const text = Buffer.from(media.get(job.inputFileId)?.bytes ?? []).toString();
  const lines: Line[] = [];
  const refuse = (code: string, message: string, line: number): null => {
    job.errors = [{ code, message, line }];
    return null;
  };
  for (const [index, row] of text.split('\n').filter(Boolean).entries()) {
    let line: Line;
    try {
      line = JSON.parse(row) as Line;
    } catch {
      return refuse('invalid_json_line', 'This line is not parseable as valid JSON.', index + 1);
    }
    if (line.url !== job.endpoint || line.method !== 'POST') {
      return refuse('mismatched_endpoint', "The URL does not match the batch's endpoint.", index + 1);
    }
    if (lines.some(({ custom_id: id }) => id === line.custom_id)) {
      return refuse('duplicate_custom_id', `The custom_id '${line.custom_id}' is used twice.`, index + 1);
    }
    lines.push(line);
  }
  if (new Set(lines.map(({ body }) => body.model)).size > 1) {
    return refuse('mismatched_model', 'All requests of a batch must be to one model.', 1);
  }
  return lines.length === 0 ? refuse('empty_file', 'The input file is empty.', 0) : lines;
}

/** One request of the batch as the Images API answers it; charged at half the price, under the batch's id. */
async function draw(emulator: Emulator, job: BatchJob, line: Line): Promise<{ status: number; words: string }> {
  const call: Call = {
    method: 'POST',
    path: line.url,
    query: new URLSearchParams(),
    // The client's name of a line is to a batch what this header is to a request of its own.
    headers: {
      'content-type': 'application/json',
      authorization: job.authorization,
      'x-client-request-id': line.custom_id,
    },
    body: Buffer.from(JSON.stringify(line.body)),
    requestId: randomUUID(),
  };
  const reply = await answerImages(emulator, { ...openaiImages, batch: { id: job.id, share } }, call);
  const response = { status_code: reply.status, request_id: call.requestId, body: parse(textOf(reply)) };
  return {
    status: reply.status,
    words: JSON.stringify({ id: newLineId(), custom_id: line.custom_id, response, error: null }),
  };
}

/** A page stands in a line as text. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const undone = ({ custom_id }: Line, code: string): string =>
  JSON.stringify({
    id: newLineId(),
    custom_id,
    response: null,
    error: { code, message: 'This request could not be executed before the completion window expired.' },
  });

const newLineId = (): string => `batch_req_${randomUUID().replaceAll('-', '')}`;

function write({ media }: Emulator, lines: readonly string[]): string | null {
  if (lines.length === 0) return null;
  const id = `file-${randomUUID().replaceAll('-', '').slice(0, 24)}`;
  media.putAs(id, Buffer.from(lines.map((line) => `${line}\n`).join('')), 'application/jsonl');
  return id;
}
