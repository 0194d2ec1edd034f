import type { MetFault } from '../faults/fault-queue.ts';
import { proxyPage, retryHints } from '../faults/meet-fault.ts';
import type { Reply } from '../http/reply.ts';
import { ImagesApiError } from '../images-api/images-api-error.ts';

/** OpenAI's answer to a refusing fault. */
export function openaiErrorOf(
  fault: MetFault,
): { error: ImagesApiError; headers?: Readonly<Record<string, string>> } | Reply {
  const page = proxyPage(fault.name);
  if (page !== null) return page;
  switch (fault.name) {
    case 'rate-limited':
    case 'rate-limited-seconds':
    case 'rate-limited-ms':
    case 'rate-limited-date':
      return { error: rateLimited(), headers: { ...exhaustedHeaders, ...retryHints(fault) } };
    case 'quota-exhausted':
      return {
        error: new ImagesApiError({
          status: 429,
          type: 'insufficient_quota',
          code: 'insufficient_quota',
          message:
            'You exceeded your current quota, please check your plan and billing details. For more information on this error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.',
        }),
      };
    case 'quota-words':
      return { error: new ImagesApiError({ status: 429, code: '429', message: 'You exceeded your current quota' }) };
    case 'wrong-key':
      return { error: wrongKey('sk-wrong') };
    case 'forbidden':
      return {
        error: new ImagesApiError({
          status: 403,
          message:
            'Your organization must be verified to use this model. Please go to: https://platform.openai.com/settings/organization/general and click on Verify Organization.',
        }),
      };
    case 'model-missing':
      return { error: modelMissing('this model') };
    case 'forgotten':
      return { error: responseMissing('resp_forgotten') };
    case 'moderation-input':
      return { error: moderationBlocked('input') };
    case 'moderation-output':
      return { error: moderationBlocked('output') };
    case 'moderation-as-502':
      return { error: moderationBlocked('input', 502) };
    case 'unavailable':
      return {
        error: serverError(503, 'The engine is currently overloaded, please try again later.', 'service_unavailable'),
      };
    case 'gateway-timeout':
      return { error: serverError(504, 'The server took too long to answer.', 'timeout') };
    case 'expired-media':
      return { error: new ImagesApiError({ status: 404, message: 'No such file.' }) };
    default:
      return {
        error: serverError(500, 'The server had an error processing your request. Sorry about that!', null),
      };
  }
}

/** As in every answer, but with nothing left. */
const exhaustedHeaders = { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '1s' };

const rateLimited = () =>
  new ImagesApiError({
    status: 429,
    type: 'requests',
    code: 'rate_limit_exceeded',
    message: 'Rate limit reached for images per minute: Limit 20, Used 20, Requested 1. Please try again in 1s.',
  });

const serverError = (status: number, message: string, code: string | null) =>
  new ImagesApiError({ status, type: 'server_error', code, message });

export const wrongKey = (key: string) =>
  new ImagesApiError({
    status: 401,
    code: 'invalid_api_key',
    message: `Incorrect API key provided: ${key.slice(0, 3)}***. You can find your API key at https://platform.openai.com/account/api-keys.`,
  });

export const modelMissing = (model: string) =>
  new ImagesApiError({
    status: 404,
    code: 'model_not_found',
    message: `The model '${model}' does not exist or you do not have access to it.`,
  });

export const responseMissing = (id: string) =>
  new ImagesApiError({ status: 404, param: 'id', message: `Response with id '${id}' not found.` });

export const moderationBlocked = (stage: 'input' | 'output', status = 400) =>
  new ImagesApiError({
    status,
    type: 'image_generation_user_error',
    code: 'moderation_blocked',
    message: 'Your request was rejected by the safety system. safety_violations=[violence].',
    extra: { moderation_details: { moderation_stage: stage, categories: ['violence'] } },
  });
