import { isAboutQuota, type Money, NextpanelError, type VendorErrorCode, type VendorFault } from '@nextpanel/core';
import type { Refusal } from './read-refusal.ts';
import { redact } from './redact.ts';
import type { Vendor } from './vendor.ts';

interface Verdict {
  readonly code: VendorErrorCode;
  readonly fault: VendorFault;
  readonly retryable: boolean;
  readonly money: Money;
  /** What is wrong and what to do; the vendor's own words follow. */
  readonly says: string;
}

/** What a refusal means here: code, class, whether to try again, and whether money may be gone. */
export function errorOfRefusal(refusal: Refusal, vendor: Vendor): NextpanelError {
  const { code, fault, retryable, money, says } = judge(refusal, vendor);
  const { status, param, requestId, moderation, retryAfterMs, message } = refusal;
  return vendorError(vendor, code, says, {
    words: message,
    fault,
    retryable,
    money,
    retryAfterMs: retryable || code === 'rate_limited' ? retryAfterMs : undefined,
    detail: {
      ...(refusal.inAnswer !== true && { status }),
      ...(refusal.code && { vendorCode: redact(refusal.code, vendor.secrets) }),
      ...(param !== null && { param }),
      ...(requestId !== null && { requestId }),
      ...moderation,
      ...(refusal.usage !== null && { usage: refusal.usage }),
    },
  });
}

export interface VendorErrorOptions {
  /** Of the vendor, or of what failed below it. */
  readonly words?: string;
  readonly fault: VendorFault;
  readonly retryable: boolean;
  readonly money: Money;
  readonly retryAfterMs?: number | undefined;
  readonly collectable?: boolean;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** A NextpanelError with no secret in it: of what was thrown only the words are kept, and those are cleaned. */
export function vendorError(
  vendor: Vendor,
  code: VendorErrorCode,
  says: string,
  { words = '', fault, retryable, money, retryAfterMs, collectable, detail = {} }: VendorErrorOptions,
): NextpanelError {
  const clean = redact(words, vendor.secrets);
  return new NextpanelError(code, clean === '' ? says : `${says}: ${clean}`, {
    fault,
    retryable,
    money,
    detail,
    ...(collectable && { collectable }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

const quotaCodes = new Set(['insufficient_quota', 'billing_hard_limit_reached', 'billing_not_active']);
/** Statuses by which a gateway judges the request itself (method, length, type, headers): the next one would get them, too. */
const ofTheRequest = new Set([400, 405, 411, 413, 414, 415, 422, 431]);
const modelCodes = new Set(['model_not_found', 'DeploymentNotFound']);

function judge(
  { status, inAnswer, code, type, param, message, moderation, page }: Refusal,
  { name, keyVariable, baseUrlVariable }: Vendor,
): Verdict {
  const shown = inAnswer ? code || 'in an answer with status 200' : status;
  if (moderation !== null) {
    // What was rendered and then withheld may be charged; whether it is, OpenAI does not say.
    const money = moderation.stage === 'output' ? 'paid' : 'none';
    return {
      ...final('moderation_blocked', `${name} blocked this by its content rules; change the words or the references`),
      money,
    };
  }
  const wordsOfQuota = status === 429 && code !== 'rate_limit_exceeded' && isAboutQuota(`${code} ${message}`);
  if (status === 402 || quotaCodes.has(code) || quotaCodes.has(type) || wordsOfQuota) {
    return final('quota_exhausted', `${name} says there is no credit left; add some, then resume the provider`);
  }
  if (status === 401) {
    return final('wrong_credentials', `${name} does not accept the key; correct ${keyVariable}`);
  }
  if (status === 429) return again('rate_limited', `${name} was asked too often`, 'none');
  if (page && !ofTheRequest.has(status)) {
    // A status below 500 says that the request was not let through.
    const money = status >= 500 || status === 408 ? 'possibly' : 'none';
    return again(
      'bad_response',
      `a page came instead of ${name}'s answer (${status}); is something between here and there?`,
      money,
    );
  }
  const unknownModel = status === 400 && param === 'model' && code === 'invalid_value';
  if (modelCodes.has(code) || unknownModel || (status === 404 && /\b(model|deployment)\b/i.test(message))) {
    return final('model_not_found', `${name} does not know the model, or the key may not use it`);
  }
  if (status === 403) return final('forbidden', `${name} does not allow this for the key (${keyVariable})`);
  if (status === 408) return again('vendor_timeout', `${name} took too long`, 'possibly');
  // Conflicts and "too early": nothing was started.
  if (status === 409 || status === 425) return again('server_error', `${name} was not ready (${shown})`, 'none');
  if (status >= 500) return again('server_error', `${name} failed (${shown})`, 'possibly');
  if (status === 404)
    return final('invalid_request', `${name} knows no such address (404); is ${baseUrlVariable} right?`);
  if (status < 400)
    return final('invalid_request', `${name} sends requests elsewhere (${status}); is ${baseUrlVariable} right?`);
  return final('invalid_request', `${name} refuses the request (${shown})`);
}

const final = (code: VendorErrorCode, says: string): Verdict => ({
  code,
  fault: 'final',
  says,
  retryable: false,
  money: 'none',
});

const again = (code: VendorErrorCode, says: string, money: Money): Verdict => ({
  code,
  fault: code === 'rate_limited' ? 'rate_limit' : 'outage',
  says,
  retryable: true,
  money,
});
