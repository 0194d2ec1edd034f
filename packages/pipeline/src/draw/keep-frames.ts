import { changeError, type Drawn, type NextpanelError, type PreparedBody } from '@nextpanel/core';
import type { AskedFor, KnownRequest } from '@nextpanel/store';
import type { RequestRecord } from '../record.ts';
import { assignFrames, wantedBy } from './assign-frames.ts';
import { wasBoughtBefore } from './bought-before.ts';
import { type DrawnRequest, type RefusedFrame, storeFrames, storePatiently } from './store-frames.ts';
import type { Turn } from './turn.ts';
import { PanelsFailed } from './turn-ending.ts';

/** A drawn request, with the key the same request has as its panel's first drawing where that is another one. */
interface KeptRequest extends DrawnRequest {
  /** What was sent. */
  readonly body: PreparedBody | null;
  readonly firstKey?: string;
}

/** What a request of an earlier turn asked for, beside its order. */
export const askedOf = ({ frames, from, references, leftOut }: KnownRequest) => ({
  frames,
  from,
  sent: references,
  leftOut,
});

/**
 * Stores the frames of a request, then their record, then marks the request kept. Every line may be the last one this process
 * runs: see `failpoints` in core for what finds it then. Throws what a response of which nothing can be used means, and
 * PanelsFailed for pictures that stand for refusals, after everything else is kept.
 */
export async function keepFrames(turn: Turn, request: KeptRequest, drawn: Drawn): Promise<void> {
  const { context, batch } = turn;
  const { id, key } = request;
  const { frames, refused, sheet, useless } = await storeFrames(turn, request, drawn);
  if (useless !== null) {
    await turn.settle({ id, key, outcome: 'refused', cost: drawn.costMicroUsd, code: useless.code, frames: [] });
    const { format } = useless.detail;
    throw changeError(useless, {
      fault: 'unusable',
      money: 'paid',
      retryable: isRedrawn(turn, request, useless),
      ...(typeof format === 'string' && {
        message: `the provider sent ${format} instead of a PNG, JPEG or WebP picture; have it send one of these, then resume`,
      }),
    });
  }
  const asked: AskedFor = {
    provider: request.model.provider,
    model: request.model.id,
    prompt: request.prompt,
    references: request.references.map(({ sha256 }) => sha256),
    costMicroUsd: drawn.costMicroUsd,
  };
  const evidence = evidenceOf(request, refused, asked);
  const [first] = refused;
  if (first !== undefined && frames.every((frame) => frame === null)) {
    const { code } = first.error;
    await turn.settle({ id, key, outcome: 'refused', cost: drawn.costMicroUsd, code, frames: evidence });
    return failRefused(turn, request, refused);
  }
  context.failpoint('frame-stored');
  const record: RequestRecord = {
    version: 3,
    story: batch.fence.story,
    request: id,
    frames,
    ...asked,
    ...(drawn.requestId !== undefined && { requestId: drawn.requestId }),
    ...(request.body && { sent: request.body }),
    ...(sheet !== null && { sheet }),
  };
  // The first record under a key stays, unless this story has ordered under the key before.
  const replace = !batch.spec.render.recall || batch.requests.some((known) => known.key === key && known.id !== id);
  await storePatiently(turn, () => context.artifacts.writeRecord(batch.tenant, key, record, { replace }));
  // After a loss of Redis the same story is recalled with its newest takes.
  if (request.firstKey !== undefined) {
    const { firstKey } = request;
    await storePatiently(turn, () => context.artifacts.writeRecord(batch.tenant, firstKey, record, { replace: true }));
  }
  context.failpoint('record-written');
  await turn.settle({
    id,
    key,
    outcome: 'kept',
    cost: drawn.costMicroUsd,
    ...(drawn.requestId !== undefined && { requestId: drawn.requestId }),
    frames: [...assignFrames(turn, request.frames, frames), ...evidence],
  });
  context.failpoint('frame-kept');
  failRefused(turn, request, refused);
}

/** Refused pictures become takes: people can look at them, and select one that is right after all. */
const evidenceOf = ({ frames }: DrawnRequest, refused: readonly RefusedFrame[], asked: AskedFor) =>
  refused.flatMap(({ index, frame }) => {
    const panel = frames[index]?.panel;
    return panel === undefined ? [] : [{ panel, target: null, frame: { ...frame, asked } }];
  });

/** Throws what was refused. Of panels that do not ask for this picture any more nothing has failed. */
function failRefused(turn: Turn, { frames }: DrawnRequest, refused: readonly RefusedFrame[]): void {
  const failed = refused.flatMap(({ index, error }) => {
    const asked = frames[index];
    return asked && wantedBy(turn, asked) ? [{ panels: [asked.panel], error }] : [];
  });
  const [first] = failed;
  if (first !== undefined) throw frames.length === 1 ? first.error : new PanelsFailed(failed);
}

/**
 * Pictures of no use are drawn again once; all of a `one-call` only where the story allows more requests, and those of a format
 * that is not read never.
 */
const isRedrawn = ({ batch }: Turn, { method, frames }: DrawnRequest, { code, detail }: NextpanelError): boolean =>
  code !== 'contact_sheet_unreadable' &&
  detail.format === undefined &&
  (method !== 'one-call' || batch.spec.render.fallback) &&
  !wasBoughtBefore(batch.requests, frames, code);
