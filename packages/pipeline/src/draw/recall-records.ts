import { randomUUID } from 'node:crypto';
import { isComplete, type RequestRecord, readRecord } from '../record.ts';
import { assignFrames } from './assign-frames.ts';
import type { PlannedRequest } from './plan-requests.ts';
import type { Turn } from './turn.ts';

/** Room between a retake's number and the next one tried, so that further takes of one panel never meet. */
const redrawStride = 1_000;

/** Keeps, for free, what was drawn before under the same keys. Answers with the requests that must be ordered. */
export async function recallRecords(turn: Turn, planned: readonly PlannedRequest[]): Promise<PlannedRequest[]> {
  const found = await Promise.all(planned.map((request) => findRecord(turn, request)));
  await Promise.all(
    found.map(async ({ request, record }) => {
      if (!record) return;
      // What went along is shown as this story would have sent it: the record may be of a release that did not say.
      const { sent, leftOut } = request;
      const frames = assignFrames(
        turn,
        request.frames,
        record.frames.map((frame) => frame && { ...frame, references: sent, leftOut }),
      );
      await turn.settle({ id: randomUUID(), key: request.key, outcome: 'kept', cost: 0, frames });
    }),
  );
  return found.flatMap(({ request, record }) => (record ? [] : [request]));
}

interface Found {
  readonly request: PlannedRequest;
  readonly record: RequestRecord | null;
}

/**
 * The request with the complete record under its key. A retake asks for a picture that is new: one that another story was given
 * under the same key is passed over, and the retake gets the next number.
 */
async function findRecord({ context, batch }: Turn, planned: PlannedRequest): Promise<Found> {
  const { recall } = batch.spec.render;
  for (let request = planned; ; request = request.asRedraw(request.redraw + redrawStride)) {
    const record = await readRecord(context, batch.tenant, request.key);
    const foreign = record !== null && record.story !== batch.fence.story;
    const passOver = foreign && request.redraw > 0 && !batch.requests.some(({ key }) => key === request.key);
    if (passOver) continue;
    if (!recall && !(record && !foreign && wasLost(context, batch.claimedAt, record))) return { request, record: null };
    if (record && isComplete(record)) return { request, record };
    return (await findOlderRecord(context, batch.tenant, request)) ?? { request, record: null };
  }
}

/**
 * Whether the story paid for it after the backup that the installation was restored from: its state does not know, and not recalling it would
 * mean paying once more for what the user paid for once.
 */
function wasLost({ epoch }: Pick<Turn['context'], 'epoch'>, now: number, { frames }: RequestRecord): boolean {
  if (!epoch || epoch.restoredAt === null) return false;
  const { backedUpAt, restoredAt } = epoch;
  return frames.some((frame) => frame && (frame.at ?? now) >= backedUpAt && (frame.at ?? now) <= restoredAt);
}

/** What an older recipe drew for the same panels: it is paid, and as good. */
async function findOlderRecord(
  context: Turn['context'],
  tenant: string,
  request: PlannedRequest,
): Promise<Found | null> {
  for (const key of request.olderKeys()) {
    const record = await readRecord(context, tenant, key);
    if (record && isComplete(record)) return { request: { ...request, key }, record };
  }
  return null;
}
