import { asNextpanelError, NextpanelError, type Problem } from '@nextpanel/core';
import type { FastifyReply } from 'fastify';

/** The one place where an error's code becomes an HTTP status. A code that is not here is `unexpected` to the outside. */
const answers: Readonly<Record<string, readonly [status: number, title: string]>> = {
  unparsable: [400, 'The body cannot be read'],
  invalid_cursor: [400, 'The cursor is not valid'],
  bad_request: [400, 'The request cannot be understood'],
  webhook_unsigned: [400, 'The delivery is not signed'],
  webhook_late: [401, 'The delivery is too old'],
  webhook_forged: [401, 'The signature is not valid'],
  webhook_unreadable: [422, 'The delivery cannot be read'],
  unauthorized: [401, 'A valid API key is required'],
  host_not_allowed: [403, 'This Host is not served'],
  origin_not_allowed: [403, 'Requests from this Origin are not served'],
  not_found: [404, 'There is no such thing'],
  not_drawn: [404, 'Not drawn yet'],
  not_bound: [404, 'Not bound yet'],
  method_not_allowed: [405, 'This method is not supported here'],
  invalid_state: [409, 'Not possible in this state'],
  idempotency_in_progress: [409, 'The first request with this key is still running'],
  too_large: [413, 'The body is too large'],
  unsupported_media_type: [415, 'This media type is not supported here'],
  range_not_satisfiable: [416, 'The range lies outside of the file'],
  invalid: [422, 'The request is not valid'],
  idempotency_mismatch: [422, 'The Idempotency-Key was used with another body'],
  unknown_asset: [422, 'There is no such asset'],
  reference_unreadable: [422, 'A reference picture cannot be read'],
  provider_unavailable: [422, 'The provider is not available'],
  unknown_model: [422, 'The model is not known'],
  method_unavailable: [422, 'The model cannot draw this way'],
  model_retired: [422, 'The model is no longer there'],
  quality_unsupported: [422, 'The model does not know this quality'],
  prompt_too_long: [422, 'A prompt is longer than the model reads'],
  model_cannot_chain: [422, 'The model cannot continue from earlier panels'],
  size_unsupported: [422, 'The model cannot draw this size'],
  picture_unreadable: [422, 'The picture cannot be read'],
  picture_too_large: [422, 'The picture is too large'],
  unexpected: [500, 'Something went wrong in the server'],
  disk_full: [507, 'The disk is full'],
  not_ready: [503, 'Not ready'],
  shutting_down: [503, 'The server is shutting down'],
  redis_unreachable: [503, 'Redis does not answer'],
  redis_full: [503, 'Redis has no memory left'],
  redis_too_old: [503, 'Redis is too old'],
  redis_evicts: [503, 'Redis may lose stories'],
  data_dir_unwritable: [503, 'The data directory cannot be written'],
};

/** Codes of Fastify's own errors that have a better name here; its other 4xx errors are `bad_request`. */
const fastifyCodes: Readonly<Record<string, string>> = {
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
 * Describes any error to the outside (RFC 9457). What is not meant for the outside comes as `unexpected` without its
 * message; the log has it under the request id.
 */
export function describeProblem(thrown: unknown, requestId: string): Problem {
  const fault = asFastifyFault(thrown);
  if (fault?.validation !== undefined) return describeInvalid(fault);
  if (fault?.statusCode !== undefined && fault.statusCode >= 400 && fault.statusCode < 500) {
    return problem(fastifyCodes[fault.code ?? ''] ?? 'bad_request', fault.message);
  }
  const error = isRedisOutage(thrown)
    ? redisUnreachable()
    : isRedisFull(thrown)
      ? redisFull()
      : asNextpanelError(thrown);
  if (answers[error.code] === undefined || error.code === 'unexpected') {
    return problem('unexpected', `the log of the server has the cause under request id ${requestId}`);
  }
  return problem(error.code, error.message, placesOf(error));
}

/** Answers with the problem, in place of anything else. Errors of the server's own are logged with their cause. */
export function sendProblem(reply: FastifyReply, thrown: unknown): FastifyReply {
  const it = describeProblem(thrown, reply.request.id);
  const { consumes } = reply.request.routeOptions.schema ?? {};
  if (it.code === 'unsupported_media_type' && consumes !== undefined) it.detail = `send ${consumes.join(', ')}`;
  if (it.status >= 500) reply.log.error({ err: thrown }, 'request failed');
  const retryAfterMs = asNextpanelError(thrown).retryAfterMs ?? (it.status === 503 ? 1_000 : undefined);
  if (retryAfterMs !== undefined) void reply.header('retry-after', String(Math.ceil(retryAfterMs / 1_000)));
  return reply
    .code(it.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(it));
}

const redisUnreachable = () => new NextpanelError('redis_unreachable', 'Redis does not answer; try again soon');

/** What ioredis and BullMQ throw when a command was not answered: they have no code for it. */
function isRedisOutage(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  return (
    thrown.name === 'MaxRetriesPerRequestError' || /^(Connection is closed\.|LOADING |READONLY )/.test(thrown.message)
  );
}

const redisFull = () =>
  new NextpanelError(
    'redis_full',
    'Redis has no memory left; free some or raise maxmemory, then try again; nothing was lost',
  );

/** A command that would need memory is refused, alone or within a script, whose name stands around the message. */
const isRedisFull = (thrown: unknown): boolean =>
  thrown instanceof Error && thrown.message.includes('OOM command not allowed');

function problem(code: string, detail: string, errors?: Problem['errors']): Problem {
  const [status, title] = answers[code] ?? [500, 'Something went wrong in the server'];
  return { type: `/problems/${code}`, title, status, code, detail, ...(errors ? { errors } : {}) };
}

/** A path that does not match its pattern names nothing; anything else that does not match is the caller's mistake. */
function describeInvalid(fault: FastifyFault): Problem {
  if (fault.validationContext === 'params') return problem('not_found', 'nothing has this address');
  const where = fault.validationContext === 'querystring' ? 'query' : (fault.validationContext ?? 'body');
  const errors = (fault.validation ?? []).map(({ instancePath, message }) => ({
    pointer: instancePath === '/' ? '' : instancePath,
    detail: message ?? 'is not valid',
  }));
  const list = errors.map((error) => `${error.pointer.slice(1) || where}: ${error.detail}`).join('; ');
  return problem('invalid', `the ${where} is not valid: ${list}`, errors);
}

/** Where in the body the mistakes are: a list found by the parser of stories, or the single place an error names. */
function placesOf(error: NextpanelError): Problem['errors'] {
  const { errors, pointer } = error.detail as { errors?: Problem['errors']; pointer?: string };
  if (Array.isArray(errors)) return errors;
  return typeof pointer === 'string' ? [{ pointer, detail: error.message }] : undefined;
}

function asFastifyFault(thrown: unknown): FastifyFault | undefined {
  return thrown instanceof Error && ('statusCode' in thrown || 'validation' in thrown)
    ? (thrown as FastifyFault)
    : undefined;
}
