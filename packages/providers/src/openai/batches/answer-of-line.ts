import { type BatchAnswer, changeError, NextpanelError, type Order, settleCost } from '@nextpanel/core';
import { marked } from '../../openai-family/answers/is-blocked.ts';
import { noPicture, readImagesAnswer } from '../../openai-family/answers/read-images-answer.ts';
import { picturesAsked } from '../../openai-family/images-parameters.ts';
import { readErrorBody } from '../../openai-family/read-refusal.ts';
import type { Vendor } from '../../openai-family/vendor.ts';
import { errorOfRefusal, vendorError } from '../../openai-family/vendor-error.ts';
import type { BatchFacts } from './read-batch.ts';
import { isPage, type ResultLine } from './read-lines.ts';

/** A line of results as the answer to its order: read and judged as the same answer of the Images API would be. */
export function answerOfLine(vendor: Vendor, order: Order, { response, error }: ResultLine): BatchAnswer {
  if (response === null) return { order: order.id, error: undone(vendor, error?.code ?? '', error?.message) };
  try {
    const { status, requestId, body } = response;
    if (status < 200 || status >= 300) throw refusalOf(vendor, response);
    const answer = readImagesAnswer(body, picturesAsked(order), vendor);
    if (answer.kind === 'task') throw noPicture(vendor);
    const { pictures, blocked, drawn, usage } = answer;
    const frames = pictures.flatMap((picture) => (picture?.kind === 'bytes' ? [picture.bytes] : []));
    if (frames.length === 0) throw noPicture(vendor);
    const costMicroUsd = settleCost(order.model, order, { usage, frames: drawn });
    return {
      order: order.id,
      drawn: { frames, ...marked(blocked), costMicroUsd, ...(requestId !== null && { requestId }) },
    };
  } catch (thrown) {
    // It is the request that failed, not the question.
    if (thrown instanceof NextpanelError)
      return { order: order.id, error: changeError(thrown, { detail: { ...thrown.detail, ended: true } }) };
    throw thrown;
  }
}

function refusalOf(vendor: Vendor, { status, requestId, body }: NonNullable<ResultLine['response']>): NextpanelError {
  const { error } = (body ?? {}) as { readonly error?: unknown };
  return errorOfRefusal(
    { ...readErrorBody(error ?? ''), status, requestId, page: isPage(body), retryAfterMs: undefined },
    vendor,
  );
}

/** The order has no line of its own: the batch ended before it was drawn. Only what was drawn is charged. */
export const missingAnswer = (vendor: Vendor, order: Order, { status, error }: BatchFacts): BatchAnswer => ({
  order: order.id,
  error: error ? failedBatch(vendor, error) : undone(vendor, `batch_${status}`),
});

/** The vendor answered as documented, so this is no outage. */
function undone(vendor: Vendor, code: string, words = ''): NextpanelError {
  const ended = { ended: true, vendorCode: code };
  if (code === 'batch_expired') {
    const says = `${vendor.name} did not draw this within 24 hours; it costs nothing and is ordered again`;
    return vendorError(vendor, 'vendor_timeout', says, {
      fault: 'final',
      retryable: true,
      money: 'none',
      detail: ended,
    });
  }
  const why =
    code === 'batch_cancelled' ? 'cancelled the batch before this was drawn' : 'ended the batch without drawing this';
  return vendorError(vendor, 'server_error', `${vendor.name} ${why}; it costs nothing`, {
    words,
    fault: 'final',
    retryable: true,
    money: 'none',
    detail: ended,
  });
}

/** Nothing of the batch was drawn. Its lines are ours: a mistake in them is not corrected by sending them again. */
function failedBatch(vendor: Vendor, { code, message }: NonNullable<BatchFacts['error']>): NextpanelError {
  const retryable = code === 'server_error' || code === '';
  return vendorError(
    vendor,
    retryable ? 'server_error' : 'invalid_request',
    `${vendor.name} refused the batch before anything was drawn; it costs nothing`,
    {
      words: message,
      fault: 'final',
      retryable,
      money: 'none',
      detail: { ended: true, vendorCode: code },
    },
  );
}
