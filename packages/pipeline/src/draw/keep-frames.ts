import type { Drawn, PreparedBody } from '@nextpanel/core';
import type { RequestRecord } from '../record.ts';
import { assignFrames } from './assign-frames.ts';
import { type DrawnRequest, hold, storeFrames } from './store-frames.ts';
import type { Turn } from './turn.ts';

/** A drawn request, with the key the same request has as its panel's first drawing where that is another one. */
interface KeptRequest extends DrawnRequest {
  /** What was sent. */
  readonly body: PreparedBody | null;
  readonly firstKey?: string;
}

/**
 * Stores the frames of a request, then their record, then marks the request kept. Every line may be the last one this process
 * runs: see `failpoints` in core for what finds it then.
 */
export async function keepFrames(turn: Turn, request: KeptRequest, drawn: Drawn): Promise<void> {
  const { context, batch } = turn;
  const { id, key } = request;
  const { frames, sheet } = await storeFrames(turn, request, drawn);
  context.failpoint('frame-stored');
  const record: RequestRecord = {
    version: 3,
    story: batch.fence.story,
    request: id,
    frames,
    costMicroUsd: drawn.costMicroUsd,
    ...(drawn.requestId !== undefined && { requestId: drawn.requestId }),
    provider: request.model.provider,
    model: request.model.id,
    prompt: request.prompt,
    references: request.references.map(({ sha256 }) => sha256),
    ...(request.body && { sent: request.body }),
    ...(sheet !== null && { sheet }),
  };
  // The first record under a key stays, unless this story has ordered under the key before.
  const replace = !batch.spec.render.recall || batch.requests.some((known) => known.key === key && known.id !== id);
  await hold(turn, () => context.artifacts.writeRecord(batch.tenant, key, record, { replace }));
  // After a loss of Redis the same story is recalled with its newest takes.
  if (request.firstKey !== undefined) {
    const { firstKey } = request;
    await hold(turn, () => context.artifacts.writeRecord(batch.tenant, firstKey, record, { replace: true }));
  }
  context.failpoint('record-written');
  await turn.settle({
    id,
    key,
    outcome: 'kept',
    cost: drawn.costMicroUsd,
    ...(drawn.requestId !== undefined && { requestId: drawn.requestId }),
    frames: assignFrames(turn, request.frames, frames),
  });
  context.failpoint('frame-kept');
}
