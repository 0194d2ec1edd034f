import type { Emulator } from '../emulator.ts';
import type { Operation } from '../faults/fault-facts.ts';
import { meetFault } from '../faults/meet-fault.ts';
import type { Call, Reply } from '../http/reply.ts';
import { answerImages } from '../images-api/answer-images.ts';
import { ImagesApiError } from '../images-api/images-api-error.ts';
import { answerBatches } from './batches/answer-batches.ts';
import type { BatchJobs } from './batches/batch-jobs.ts';
import { answerFiles } from './openai-files.ts';
import { openaiFaultReply, openaiImages, openaiRefusal, refuseOpenaiKey } from './openai-images.ts';
import { answerModels } from './openai-models.ts';
import { answerResponses } from './responses/answer-responses.ts';
import type { ResponseJobs } from './responses/response-jobs.ts';

/** What OpenAI works on. */
export interface OpenaiJobs {
  readonly responses: ResponseJobs;
  readonly batches: BatchJobs;
}

/** The purpose of a request under `/v1`. */
export function openaiOperation({ method, path }: Call): Operation {
  if (path.startsWith('/v1/models') || (path === '/v1/batches' && method === 'GET')) return 'list';
  if (path.startsWith('/v1/files')) return method === 'POST' ? 'upload' : 'media';
  if (path.endsWith('/cancel')) return 'cancel';
  return method === 'POST' ? 'order' : 'poll';
}

/** Everything under `/v1`. */
export async function answerOpenai(emulator: Emulator, jobs: OpenaiJobs, call: Call): Promise<Reply> {
  const [, , noun, ...rest] = call.path.split('/').map(decodeURIComponent);
  if (noun === 'images' && call.method === 'POST' && (rest[0] === 'generations' || rest[0] === 'edits')) {
    return answerImages(emulator, openaiImages, call);
  }
  const keyRefused = refuseOpenaiKey(emulator, call);
  if (keyRefused !== null) return keyRefused;
  try {
    if (noun === 'responses') return await answerResponses(emulator, jobs.responses, call, rest);
    if (noun === 'batches') return await answerBatches(emulator, jobs.batches, call, rest);
    if (noun === 'files' || noun === 'models') {
      const operation = openaiOperation(call);
      const struck = { vendor: 'openai', operation, path: call.path, model: '', prompt: '' } as const;
      return await meetFault(
        emulator,
        struck,
        (fault) => openaiFaultReply(fault, call),
        async () => (noun === 'files' ? answerFiles(emulator, call, rest) : answerModels(emulator, call, rest)),
      );
    }
    throw new ImagesApiError({ status: 404, message: `Invalid URL (${call.method} ${call.path})` });
  } catch (error) {
    if (error instanceof ImagesApiError) return openaiRefusal(error, call);
    throw error;
  }
}
