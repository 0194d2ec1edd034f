import { type BatchState, NextpanelError, type VendorBatch } from '@nextpanel/core';
import { callVendor } from '../../openai-family/call-vendor.ts';
import { vendorError } from '../../openai-family/vendor-error.ts';
import { answersOf } from './answers-of-batches.ts';
import { asPoll } from './as-poll.ts';
import { type BatchesApi, windowMs } from './batches-api.ts';
import { cancelBatch } from './cancel-batch.ts';
import { findBatches } from './find-batches.ts';
import { type BatchFacts, readBatch } from './read-batch.ts';

/** A batch that found the queue full waits for so many polls before it is sent again: ten minutes. */
const fullQueuePolls = 10;

/** What the vendor calls a full queue: the tokens of all batches under way have a limit. */
const fullQueueCode = 'token_limit_exceeded';

/** After two windows the vendor has ended every batch; what cannot be read then is given up. */
const longestMs = 2 * windowMs;

/** See `ProviderBatches.ask`. */
export async function askBatch(
  api: BatchesApi,
  batch: VendorBatch,
  vendorId: string | null,
  signal: AbortSignal,
): Promise<BatchState> {
  try {
    return await asPoll(api.vendor, () => ask(api, batch, vendorId, signal));
  } catch (thrown) {
    if (vendorId === null || !(thrown instanceof NextpanelError) || api.now() - batch.sentAt < longestMs) throw thrown;
    return { kind: 'ended', vendorId, answers: () => lostAnswers(api, batch, vendorId, thrown) };
  }
}

async function ask(
  api: BatchesApi,
  batch: VendorBatch,
  vendorId: string | null,
  signal: AbortSignal,
): Promise<BatchState> {
  const known = vendorId === null ? null : await retrieve(api, vendorId, signal);
  if (known?.state === 'drawing' || known?.state === 'cancelling') return waiting(known);
  // Its id is not known, or it is over: the list shows whether another one was made of it.
  const listed = await findBatches(api, { name: batch.name, since: batch.orderedAt }, signal);
  const all = known && !listed.some(({ id }) => id === known.id) ? [known, ...listed] : listed;
  const [oldest, ...twins] = all.filter(({ state }) => state !== 'failed');
  if (!oldest) return withoutPictures(api, batch, known ?? latest(api, batch, all));
  for (const twin of twins) if (twin.state === 'drawing') await cancelBatch(api, twin.id, signal);
  if ([oldest, ...twins].some(({ state }) => state !== 'over')) return waiting(oldest);
  return {
    kind: 'ended',
    vendorId: oldest.id,
    answers: (within) => answersOf(api, batch, [oldest, ...twins], within),
  };
}

/** The failed batch that stands for the last time it was sent; those of earlier times are done with. */
const latest = ({ pollMs }: BatchesApi, { sentAt }: VendorBatch, all: readonly BatchFacts[]): BatchFacts | undefined =>
  all.findLast(({ createdAt }) => createdAt >= sentAt - (fullQueuePolls / 2) * pollMs);

/** Nothing was made of it, or what was made failed before anything was drawn. */
function withoutPictures(api: BatchesApi, batch: VendorBatch, failed: BatchFacts | undefined): BatchState {
  if (!failed) return { kind: 'absent' };
  const { id, error, failedAt } = failed;
  if (error?.code !== fullQueueCode)
    return { kind: 'ended', vendorId: id, answers: (within) => answersOf(api, batch, [failed], within) };
  return { kind: 'undone', vendorId: id, retryAt: failedAt + fullQueuePolls * api.pollMs, words: error.message };
}

const waiting = ({ id, until, progress }: BatchFacts): BatchState => ({ kind: 'waits', vendorId: id, until, progress });

async function retrieve({ client, vendor, deadlineMs }: BatchesApi, id: string, signal: AbortSignal) {
  const answer: unknown = await callVendor(vendor, { signal, deadlineMs }, (within) =>
    client.batches.retrieve(id, { signal: within }),
  );
  return readBatch(answer, vendor);
}

async function* lostAnswers({ vendor }: BatchesApi, { requests }: VendorBatch, id: string, cause: NextpanelError) {
  const says = `the results of batch ${id} cannot be read at ${vendor.name} for two days`;
  const options = {
    words: cause.message,
    fault: 'final',
    retryable: false,
    money: 'possibly',
    detail: cause.detail,
  } as const;
  for (const { order } of requests)
    yield { order: order.id, error: vendorError(vendor, 'result_expired', says, options) };
}
