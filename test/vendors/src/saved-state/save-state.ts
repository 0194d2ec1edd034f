import type { Emulator } from '../emulator.ts';
import type { FalJobs } from '../fal/fal-jobs.ts';
import { type ReceivedReference, sha256Of } from '../ledger.ts';
import type { ResponseJobs } from '../openai/responses/response-jobs.ts';
import type { SavedReference, SavedState } from './saved-state.ts';

/** Saves what the vendors know at this moment. Running requests continue; a restored emulator runs them again. */
export function saveState(emulator: Emulator, jobs: FalJobs, responses: ResponseJobs): SavedState {
  const files = new Map<string, string>();
  const keep = (bytes: Uint8Array): string => {
    const sha256 = sha256Of(bytes);
    if (!files.has(sha256)) files.set(sha256, Buffer.from(bytes).toString('base64'));
    return sha256;
  };
  const saveReference = ({ bytes, ...facts }: ReceivedReference): SavedReference => {
    keep(bytes);
    return facts;
  };
  const media = emulator.media
    .list()
    .map(([name, { bytes, mime, expiresAt }]) => ({ name, sha256: keep(bytes), mime, expiresAt }));
  const ledger = emulator.ledger.entries.map((entry) => ({
    ...entry,
    references: entry.references.map(saveReference),
  }));
  const fal = [...jobs.values()].map((job) => ({
    ...job,
    endpoint: job.endpoint.id,
    cancelled: job.cancelled.signal.aborted,
  }));
  const saved = [...responses.values()].map(({ order, cancelled, output, ...job }) => {
    const { model, prompt, n, size, format, compression, requestId, headers } = order;
    return {
      ...job,
      cancelled: cancelled.signal.aborted,
      output: output.map((item) =>
        typeof item.result === 'string'
          ? { ...item, result: { sha256: keep(Buffer.from(item.result, 'base64')) } }
          : item,
      ),
      order: {
        model,
        prompt,
        n,
        size,
        format,
        compression,
        requestId,
        headers,
        references: order.references.map(saveReference),
      },
    };
  });
  return {
    version: 1,
    base: emulator.base(),
    drawings: emulator.painter.drawings(),
    media,
    ledger,
    fal,
    responses: saved,
    files: Object.fromEntries(files),
  };
}
