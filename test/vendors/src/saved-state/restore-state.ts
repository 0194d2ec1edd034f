import type { Emulator } from '../emulator.ts';
import { falEndpoint } from '../fal/fal-endpoints.ts';
import type { FalJobs } from '../fal/fal-jobs.ts';
import { runJob } from '../fal/run-job.ts';
import type { Webhooks } from '../fal/webhooks.ts';
import { chargeOf } from '../images-api/charge.ts';
import { openaiModels } from '../images-api/models.ts';
import type { ResponseJob, ResponseJobs } from '../openai/responses/response-jobs.ts';
import { runResponse } from '../openai/responses/run-response.ts';
import type { SavedFalJob, SavedReference, SavedResponse, SavedState } from './saved-state.ts';

/** The parts of an emulator that `restoreState` fills; it has started and knows its address. */
export interface Restored {
  readonly emulator: Emulator;
  readonly jobs: FalJobs;
  readonly responses: ResponseJobs;
  readonly webhooks: Webhooks;
}

/**
 * Restores what `saveState` saved. Unfinished requests run again from the start, under the same id. Throws `RangeError` for
 * a state of another version.
 */
export function restoreState({ emulator, jobs, responses, webhooks }: Restored, state: SavedState): void {
  if (state.version !== 1)
    throw new RangeError(`the saved state has version ${String(state.version)}; only 1 is known`);
  const bytesOf = (sha256: string): Uint8Array => {
    const text = state.files[sha256];
    if (text === undefined) throw new RangeError(`the saved state lacks the file ${sha256}`);
    return Buffer.from(text, 'base64');
  };
  const withBytes = (saved: SavedReference) => ({ ...saved, bytes: bytesOf(saved.sha256) });
  for (const { name, sha256, mime, expiresAt } of state.media) {
    emulator.media.putAs(name, bytesOf(sha256), mime, expiresAt);
  }
  emulator.painter.resume(state.drawings);
  for (const entry of state.ledger) {
    emulator.ledger.add({ ...entry, references: entry.references.map(withBytes) });
  }
  for (const saved of state.fal) {
    const job = restoreJob(saved, emulator, state.base);
    jobs.set(job.id, job);
    if (job.status !== 'COMPLETED') emulator.follow(runJob(emulator, job).then(() => webhooks.announce(job)));
  }
  for (const saved of state.responses) {
    const job = restoreResponse(saved, withBytes, bytesOf);
    responses.set(job.id, job);
    if (job.status === 'queued' || job.status === 'in_progress') emulator.follow(runResponse(emulator, job));
  }
}

function restoreJob({ endpoint: id, cancelled, ...saved }: SavedFalJob, emulator: Emulator, base: string) {
  const endpoint = falEndpoint(id, emulator.today);
  if (endpoint === undefined) throw new RangeError(`the saved state has a request to ${id}, which is not offered`);
  // The pictures of a finished request are at our address, which has changed.
  const result = JSON.parse(JSON.stringify(saved.result).replaceAll(base, emulator.base())) as typeof saved.result;
  return { ...saved, endpoint, result, cancelled: aborted(cancelled) };
}

function restoreResponse(
  { order, cancelled, output, ...saved }: SavedResponse,
  withBytes: (saved: SavedReference) => ResponseJob['order']['references'][number],
  bytesOf: (sha256: string) => Uint8Array,
): ResponseJob {
  const references = order.references.map(withBytes);
  const model = openaiModels.find(({ id }) => id === order.model);
  if (model === undefined) throw new RangeError(`the saved state has a response of ${order.model}, an unknown model`);
  const [tool] = saved.body.tools as { readonly quality?: string }[];
  const { prompt, size } = order;
  const charged = { model, prompt, references, quality: tool?.quality ?? 'auto', size, partialImages: 0 };
  return {
    ...saved,
    cancelled: aborted(cancelled),
    output: output.map((item) => {
      const drawn = item.result as { readonly sha256: string } | null;
      return drawn ? { ...item, result: Buffer.from(bytesOf(drawn.sha256)).toString('base64') } : item;
    }),
    order: {
      ...order,
      references,
      vendor: 'openai',
      endpoint: '/v1/responses',
      jobId: saved.id,
      charge: (images) => chargeOf({ ...charged, images }),
    },
  };
}

function aborted(already: boolean): AbortController {
  const controller = new AbortController();
  if (already) controller.abort();
  return controller;
}
