import { NextpanelError } from '@nextpanel/core';
import { noPicture } from '../../openai-family/read-images-answer.ts';
import { readErrorBody } from '../../openai-family/read-refusal.ts';
import type { Vendor } from '../../openai-family/vendor.ts';
import { errorOfRefusal, vendorError } from '../../openai-family/vendor-error.ts';
import type { ResponseState } from './read-response.ts';

/** Status of HTTP that says the same as an error code inside a response. */
const statusOfCode: Readonly<Record<string, number>> = {
  rate_limit_exceeded: 429,
  insufficient_quota: 429,
  server_error: 500,
  vector_store_timeout: 504,
};

/** Why a response that is done brought no picture. */
export function errorOfResponse(response: ResponseState, vendor: Vendor): NextpanelError {
  const { status, calls, error, incompleteReason } = response;
  const failures = [...calls.map((call) => call.error), error].filter((it) => it !== null && it !== undefined);
  const bodies = failures.map((failure) => readErrorBody(failure));
  const told = bodies.find(({ moderation }) => moderation !== null) ?? bodies[0];
  if (told) {
    const rest = { requestId: null, html: false, retryAfterMs: undefined };
    return asEnded(errorOfRefusal({ ...told, ...rest, status: statusOfCode[told.code] ?? 400 }, vendor), response);
  }
  if (incompleteReason === 'content_filter') {
    const body = readErrorBody({ code: 'content_filter', message: 'the response was cut off by the content filter' });
    return asEnded(
      errorOfRefusal({ ...body, status: 400, requestId: null, html: false, retryAfterMs: undefined }, vendor),
      response,
    );
  }
  if (status === 'cancelled') {
    return vendorError(vendor, 'server_error', `the response was cancelled at ${vendor.name}`, {
      retryable: true,
      money: 'possibly',
    });
  }
  return noPicture(vendor);
}

/**
 * A retryable error that costs nothing would mean that asking failed, and the same response would be asked for ever again; but
 * this one is over. Where usage is told, it is paid.
 */
function asEnded(error: NextpanelError, { usage }: ResponseState): NextpanelError {
  const { code, message, retryable, detail } = error;
  const money = usage !== null ? 'paid' : error.money === 'none' && retryable ? 'possibly' : error.money;
  return new NextpanelError(code, message, { retryable, money, detail });
}
