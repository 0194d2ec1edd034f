import { changeError, type NextpanelError } from '@nextpanel/core';
import { noPicture } from '../../openai-family/answers/read-images-answer.ts';
import { type Refusal, readErrorBody } from '../../openai-family/read-refusal.ts';
import type { Vendor } from '../../openai-family/vendor.ts';
import { errorOfRefusal, vendorError } from '../../openai-family/vendor-error.ts';
import type { ResponseState } from './read-response.ts';

/** Status of HTTP that says the same as an error's code, or type, inside a response. */
const statusOf: Readonly<Record<string, number>> = {
  rate_limit_exceeded: 429,
  insufficient_quota: 429,
  server_error: 500,
  vector_store_timeout: 504,
};

/** Why a response that is done brought no picture. */
export function errorOfResponse(response: ResponseState, vendor: Vendor): NextpanelError {
  const reported = reportedError(response);
  if (reported !== null) {
    const status = statusOf[reported.code] ?? statusOf[reported.type] ?? 400;
    const refusal: Refusal = { ...reported, status, requestId: null, page: false, retryAfterMs: undefined };
    return asEnded(errorOfRefusal(refusal, vendor), response);
  }
  if (response.status === 'cancelled') {
    const says = `the response was cancelled at ${vendor.name}`;
    return vendorError(vendor, 'server_error', says, { fault: 'final', retryable: true, money: 'possibly' });
  }
  return noPicture(vendor, response.words);
}

/** Errors of calls and of the whole, what was blocked first; a refusal in words counts as blocked. */
function reportedError({ calls, error, incompleteReason, refusal }: ResponseState) {
  const failures = [...calls.map((call) => call.error), error].filter((it) => it !== null && it !== undefined);
  const bodies = failures.map((failure) => readErrorBody(failure));
  const reported = bodies.find(({ moderation }) => moderation !== null) ?? bodies[0];
  if (reported) return reported;
  if (refusal !== null) return readErrorBody({ code: 'moderation_blocked', message: refusal });
  if (incompleteReason !== 'content_filter') return null;
  return readErrorBody({ code: 'content_filter', message: 'the content filter cut the response off' });
}

/**
 * A retryable error that costs nothing would mean that the poll failed, and the same response would be polled forever; but this
 * one is over. Where usage is reported, it was paid.
 */
function asEnded(error: NextpanelError, { usage }: ResponseState): NextpanelError {
  const money = usage !== null ? 'paid' : error.money === 'none' && error.retryable ? 'possibly' : error.money;
  return changeError(error, { money, ...(usage !== null && { detail: { ...error.detail, usage } }) });
}
