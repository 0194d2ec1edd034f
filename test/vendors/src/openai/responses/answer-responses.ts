import type { Emulator } from '../../emulator.ts';
import type { MetFault } from '../../faults/fault-queue.ts';
import { meetFault } from '../../faults/meet-fault.ts';
import { type Call, json, type Reply } from '../../http/reply.ts';
import { ImagesApiError } from '../../images-api/images-api-error.ts';
import { responseMissing } from '../openai-faults.ts';
import { openaiFaultReply, openaiHeaders } from '../openai-images.ts';
import { readResponseOrder } from './read-response-order.ts';
import { type ResponseJob, type ResponseJobs, responseOf } from './response-jobs.ts';
import { runResponse } from './run-response.ts';

/** `POST /v1/responses`, `GET /v1/responses/{id}`, `POST /v1/responses/{id}/cancel`. */
export async function answerResponses(
  emulator: Emulator,
  jobs: ResponseJobs,
  call: Call,
  [id, action]: string[],
): Promise<Reply> {
  if (id === undefined) return create(emulator, jobs, call);
  const job = jobs.get(id);
  const operation = action === 'cancel' ? 'cancel' : 'poll';
  const { model = '', prompt = '' } = job?.order ?? {};
  return meetFault(
    emulator,
    { vendor: 'openai', operation, path: call.path, model, prompt },
    (fault) => openaiFaultReply(fault, call),
    async () => {
      if (job === undefined) throw responseMissing(id);
      if (action === 'cancel') cancel(job);
      return json(200, responseOf(job), openaiHeaders(call));
    },
  );
}

async function create(emulator: Emulator, jobs: ResponseJobs, call: Call): Promise<Reply> {
  const id = `resp_${call.requestId.replaceAll('-', '')}`;
  const { body, order } = await readResponseOrder(emulator, call, id);
  const background = body.background === true;
  const { model, prompt } = order;
  return meetFault(
    emulator,
    { vendor: 'openai', operation: 'order', path: call.path, model, prompt },
    // An accepted background response is no longer refused: the safety system's verdict is in its status.
    (fault) => (background && fault.name.startsWith('moderation') ? null : openaiFaultReply(fault, call)),
    async (fault) => {
      const job = jobOf(id, body, background, order, fault);
      if (body.store !== false) jobs.set(id, job);
      const running = runResponse(emulator, job);
      // Paid and lost: the client gets no id, and the drawing continues.
      if (background && fault?.name !== 'reset-after-work') emulator.follow(running);
      else await running;
      return json(
        200,
        background ? { ...responseOf(job), status: 'queued', output: [] } : responseOf(job),
        openaiHeaders(call),
      );
    },
  );
}

const jobOf = (
  id: string,
  body: Readonly<Record<string, unknown>>,
  background: boolean,
  order: ResponseJob['order'],
  fault: MetFault | null,
): ResponseJob => ({
  id,
  createdAt: Math.floor(Date.now() / 1_000),
  body,
  background,
  order,
  fault,
  cancelled: new AbortController(),
  status: 'queued',
  output: [],
  error: null,
  usage: null,
});

function cancel(job: ResponseJob): void {
  if (!job.background) {
    throw new ImagesApiError({ message: 'Only responses created with background: true can be cancelled.' });
  }
  if (job.status !== 'queued' && job.status !== 'in_progress') return;
  job.status = 'cancelled';
  job.cancelled.abort();
}
