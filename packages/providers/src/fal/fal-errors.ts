import { isAboutQuota, NextpanelError, type NextpanelErrorOptions, type VendorErrorCode } from '@nextpanel/core';
import { type FalCall, moneyOf, purposeNames } from './fal-call.ts';
import { type FalFailure, failureSchema } from './read-answer.ts';
import { readRetryAfter } from './read-retry-after.ts';
import type { FalReply } from './transport.ts';

/** What decides the meaning of an answer that is no success, beside the answer. */
export interface FailedCall extends Pick<FalCall, 'purpose'> {
  /** The call carried our key; storage and media are open to anyone who knows the address. */
  readonly authorized: boolean;
  /** fal's status already named an error of the request, so what the result says is final. */
  readonly ended: boolean;
  /** Never to appear in a message; null where none is sent. */
  readonly key: string | null;
}

/** Types of a model's own errors that say it had begun: fal may charge for those (its FAQ: 5xx never, 422 perhaps). */
const begun = new Set(['content_policy_violation', 'no_media_generated']);

/** Throws nothing: turns an answer that is no success into the error it means. */
export function errorOfReply(reply: FalReply, call: FailedCall): NextpanelError {
  const { status, headers } = reply;
  const failure = readFailure(reply);
  const types = typesOf(failure, headers);
  const because = describe(failure, call.key);
  const error = (code: VendorErrorCode, advice: string, { fault = 'final', ...options }: NextpanelErrorOptions) =>
    new NextpanelError(code, `${purposeNames[call.purpose]}: ${status}${because}${advice && `; ${advice}`}`, {
      ...options,
      fault,
      detail: {
        status,
        ...(types.length > 0 && { types }),
        ...(headers['x-fal-request-id'] !== undefined && { requestId: headers['x-fal-request-id'] }),
        ...options.detail,
      },
    });
  const later = { fault: 'outage', retryable: true, money: moneyOf(call) } as const;
  // Asking again with another key finds a request that is at fal already.
  const whenKeyIsRight = { retryable: asksAfter(call), money: 'none' } as const;

  if (types.includes('content_policy_violation')) {
    // fal says neither at which stage nor why; what it blocked may have been drawn.
    const money = call.purpose === 'submit' ? 'none' : 'possibly';
    return error('moderation_blocked', 'change the words of the panel', {
      money,
      detail: { stage: 'unknown', categories: [], places: placesOf(failure) },
    });
  }
  if (call.purpose === 'picture' && [401, 403, 404, 410].includes(status)) {
    return error('result_expired', 'fal keeps pictures for a while only; draw the panel again', { money: 'paid' });
  }
  if (call.authorized && status === 401) {
    return error('wrong_credentials', 'check FAL_KEY', whenKeyIsRight);
  }
  const unpaid = (status === 403 && isAboutBalance(failure)) || (status === 429 && isAboutQuota(textOf(failure)));
  if (call.authorized && (status === 402 || unpaid)) {
    return error('quota_exhausted', 'top up the balance at fal', whenKeyIsRight);
  }
  if (call.authorized && status === 403) {
    return error('forbidden', 'see what the key may do at fal', whenKeyIsRight);
  }
  if (status === 429 && !call.ended) {
    const retryAfterMs = readRetryAfter(headers, Date.parse(headers.date ?? '') || Date.now());
    return error('rate_limited', '', {
      fault: 'rate_limit',
      retryable: true,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    });
  }
  if (status === 404 && call.purpose === 'submit') {
    return error('model_not_found', 'choose another model', {});
  }
  if (status === 404 && (call.purpose === 'status' || call.purpose === 'result')) {
    return error('result_expired', 'fal no longer knows the request', { money: 'paid' });
  }
  if (status >= 500 && failure === null) {
    return error('bad_response', 'a proxy may have answered instead', later);
  }
  if (status >= 500 || status === 429) {
    // Of a request that did not fail, only its result could not be fetched: it is there, and paid, and asked for again.
    if (!call.ended) return error('server_error', '', later);
    return error(
      types.some((type) => type.includes('timeout')) ? 'vendor_timeout' : 'server_error',
      '',
      afterFailure(headers),
    );
  }
  if (status === 422 && headers['x-fal-retryable'] === 'true') {
    return error('server_error', '', call.purpose === 'result' ? afterFailure(headers) : later);
  }
  if (status < 400 || status === 408 || (call.purpose === 'result' && status === 400 && isEarly(failure))) {
    return error('bad_response', '', later);
  }
  if (call.purpose === 'submit' || call.purpose === 'result') {
    return error('invalid_request', '', { money: types.some((type) => begun.has(type)) ? 'possibly' : 'none' });
  }
  return error('bad_response', '', later);
}

/**
 * The request itself failed, which fal does not charge for. It is over, and ordered again unless fal says that it must not be
 * retried.
 */
const afterFailure = (headers: FalReply['headers']): NextpanelErrorOptions => {
  // Our own limit for its time in line says nothing against the request.
  const again = headers['x-fal-retryable'] !== 'false' || headers['x-fal-request-timeout-type'] === 'user';
  return { fault: 'outage', ...(again && { retryable: true, detail: { ended: true } }) };
};

const asksAfter = ({ purpose }: FailedCall) => ['status', 'result', 'picture', 'cancel'].includes(purpose);

/** Null when the body is not fal's: a page of something in between. */
function readFailure({ bytes }: FalReply): FalFailure | null {
  try {
    const parsed = failureSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function typesOf(failure: FalFailure | null, headers: FalReply['headers']): string[] {
  const listed = Array.isArray(failure?.detail) ? failure.detail.map(({ type }) => type) : [];
  return [...new Set([...listed, failure?.error_type, headers['x-fal-error-type']])].filter(
    (type) => type !== undefined,
  );
}

const placesOf = (failure: FalFailure | null): string[] =>
  Array.isArray(failure?.detail) ? failure.detail.map(({ loc = [] }) => loc.join('.')) : [];

const textOf = (failure: FalFailure | null): string =>
  (Array.isArray(failure?.detail) ? failure.detail.map(({ msg }) => msg).join('; ') : failure?.detail) ??
  failure?.message ??
  '';

/** fal tells an empty account from a forbidden one by its words only. */
const isAboutBalance = (failure: FalFailure | null) => /balance|top up|billing|locked/i.test(textOf(failure));

const isEarly = (failure: FalFailure | null) => /in progress/i.test(textOf(failure));

/** fal's own words, short, without our key and without what signs an address. */
function describe(failure: FalFailure | null, key: string | null): string {
  const said = textOf(failure);
  const text = (key === null || key === '' ? said : said.replaceAll(key, '[key]'))
    .replace(/(https?:\/\/[^\s?#"']+)[?#][^\s"']*/g, '$1')
    .replaceAll(/\s+/g, ' ');
  return text === '' ? '' : ` (${text.slice(0, 300)})`;
}
