import {
  asNextpanelError,
  type ErrorCode,
  factsOf,
  NextpanelError,
  type Problem,
  type RequestErrorCode,
  redisLoss,
  redisRefusal,
} from '@nextpanel/core';
import type { FastifyReply } from 'fastify';

/** Fastify's own error codes that have a more precise code here; its other 4xx errors are `bad_request`. */
const fastifyCodes: Readonly<Record<string, RequestErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'unparsable',
  FST_ERR_CTP_INVALID_JSON_BODY: 'unparsable',
  FST_ERR_MAX_PARAM_LENGTH: 'not_found',
};

interface FastifyFault {
  readonly code?: string;
  readonly statusCode?: number;
  readonly message: string;
  readonly validation?: readonly { readonly instancePath: string; readonly message?: string }[];
  readonly validationContext?: string;
}

/**
 * Describes any error to clients (RFC 9457). Codes that no request is answered with become `unexpected` without their message;
 * the log has it under the request id.
 */
export function describeProblem(thrown: unknown, requestId: string): Problem {
  const fault = asFastifyFault(thrown);
  if (fault?.validation !== undefined) return describeInvalid(fault);
  if (fault?.statusCode !== undefined && fault.statusCode >= 400 && fault.statusCode < 500) {
    return problem(fastifyCodes[fault.code ?? ''] ?? 'bad_request', fault.message);
  }
  const error = redisRefusal(thrown) ?? redisLoss(thrown) ?? asNextpanelError(thrown);
  if (factsOf(error.code).status === undefined || error.code === 'unexpected') {
    return problem('unexpected', `see the log of the server for request id ${requestId}`);
  }
  return { ...problem(error.code, error.message, placesOf(error)), ...revsOf(error) };
}

/** Answers with the problem. Server errors (5xx) are logged with their cause, refusals of Redis once while they last. */
export function sendProblem(reply: FastifyReply, thrown: unknown): FastifyReply {
  const it = describeProblem(thrown, reply.request.id);
  const { consumes } = reply.request.routeOptions.schema ?? {};
  if (!(thrown instanceof NextpanelError) && it.code === 'unsupported_media_type' && consumes !== undefined)
    it.detail = `send ${consumes.join(', ')}`;
  if (!(thrown instanceof NextpanelError) && it.code === 'too_large')
    it.detail = tooLarge(reply.request.routeOptions.bodyLimit);
  if (it.status >= 500 && !reply.server.isNoted(thrown)) reply.log.error({ err: thrown }, 'request failed');
  const retryAfterMs =
    (redisRefusal(thrown) ?? asNextpanelError(thrown)).retryAfterMs ?? (it.status === 503 ? 1_000 : undefined);
  if (it.status === 429) void reply.headers(rateLimitHeaders(thrown, retryAfterMs));
  if (retryAfterMs !== undefined) void reply.header('retry-after', String(Math.ceil(retryAfterMs / 1_000)));
  return reply
    .code(it.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(it));
}

const tooLarge = (limit: number): string =>
  `the body is too large: this address takes at most ${limit.toLocaleString('en')} bytes`;

/**
 * `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10): which quota is used up, how much of it there is (q) and is
 * left (r), and in how many seconds to ask again (t).
 */
function rateLimitHeaders(thrown: unknown, retryAfterMs = 1_000): Record<string, string> {
  const { quota = {} } = asNextpanelError(thrown).detail as {
    quota?: { readonly name?: string; readonly limit?: number; readonly left?: number };
  };
  const { name = 'requests', limit = 1, left = 0 } = quota;
  return {
    'ratelimit-policy': `"${name}";q=${limit}`,
    ratelimit: `"${name}";r=${left};t=${Math.ceil(retryAfterMs / 1_000)}`,
  };
}

function problem(code: ErrorCode, detail: string, errors?: Problem['errors']): Problem {
  const { status = 500, title, remedy } = factsOf(code);
  return { type: `/problems/${code}`, title, status, code, detail, remedy, ...(errors ? { errors } : {}) };
}

/** A path that does not match its pattern is not found; a query or body that does not match is invalid. */
function describeInvalid(fault: FastifyFault): Problem {
  if (fault.validationContext === 'params') return problem('not_found', 'nothing exists at this address; see /docs');
  const part = fault.validationContext ?? 'body';
  const where = { querystring: 'query', headers: 'header' }[part] ?? part;
  const errors = (fault.validation ?? []).map(({ instancePath, message }) => ({
    pointer: instancePath === '/' ? '' : instancePath,
    detail: message ?? 'is not valid',
  }));
  const list = errors.map((error) => `${error.pointer.slice(1) || where}: ${error.detail}`).join('; ');
  return problem('invalid', `the ${where} is not valid: ${list}`, errors);
}

/** Where the errors in the body are: the list of the story parser, or the one place an error names. */
function placesOf(error: NextpanelError): Problem['errors'] {
  const { errors, pointer } = error.detail as { errors?: Problem['errors']; pointer?: string };
  if (Array.isArray(errors)) return errors;
  return typeof pointer === 'string' ? [{ pointer, detail: error.message }] : undefined;
}

/** Both revisions, where the story has another one than the client sent. */
function revsOf({ code, detail }: NextpanelError): Pick<Problem, 'rev' | 'ifMatch'> {
  if (code !== 'revision_mismatch') return {};
  const { rev, ifMatch } = detail as { rev: number; ifMatch: number };
  return { rev, ifMatch };
}

function asFastifyFault(thrown: unknown): FastifyFault | undefined {
  return thrown instanceof Error && ('statusCode' in thrown || 'validation' in thrown)
    ? (thrown as FastifyFault)
    : undefined;
}
