import type { MetFault } from '../faults/fault-queue.ts';
import { proxyPage, retryHints } from '../faults/meet-fault.ts';
import { json, type Reply } from '../http/reply.ts';
import { moderationBlocked } from '../openai/openai-faults.ts';

const filterResults = {
  hate: { filtered: false, severity: 'safe' },
  self_harm: { filtered: false, severity: 'safe' },
  sexual: { filtered: false, severity: 'safe' },
  violence: { filtered: true, severity: 'medium' },
  jailbreak: { detected: false, filtered: false },
};

/** Azure's answer to a refusing fault. The bodies of 401 and 429 are from memory, not from documentation. */
export function azureFaultReply(fault: MetFault): Reply {
  const page = proxyPage(fault.name);
  if (page !== null) return page;
  switch (fault.name) {
    case 'rate-limited':
    case 'rate-limited-seconds':
    case 'rate-limited-ms':
    case 'rate-limited-date':
      return json(
        429,
        plain('429', 'Requests to the ImageGenerations Operation have exceeded call rate limit of your pricing tier.'),
        { 'x-ratelimit-remaining-requests': '0', ...retryHints(fault) },
      );
    case 'quota-exhausted':
      return json(429, plain('insufficient_quota', 'You exceeded your current quota for this deployment.'));
    case 'quota-words':
      return json(429, plain('429', 'You exceeded your current quota'));
    case 'wrong-key':
      return wrongAzureKey();
    case 'forbidden':
      return json(403, plain('403', 'Public access is disabled. Please configure private endpoint.'));
    case 'model-missing':
      return deploymentMissing();
    case 'moderation-input':
    case 'azure-content-policy':
      return json(400, {
        error: {
          code: 'content_policy_violation',
          message: 'Your request was rejected as a result of our safety system.',
          param: 'prompt',
          type: 'invalid_request_error',
          inner_error: {
            code: 'ResponsibleAIPolicyViolation',
            content_filter_results: filterResults,
            revised_prompt: 'A hare and a tortoise',
          },
        },
      });
    case 'azure-content-filter':
      return json(400, {
        error: {
          message: "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
          type: null,
          param: 'prompt',
          code: 'content_filter',
          status: 400,
          innererror: { code: 'ResponsibleAIPolicyViolation', content_filter_result: filterResults },
        },
      });
    case 'azure-created-error':
      return createdError('Your task failed as a result of our safety system.');
    case 'moderation-output':
    case 'azure-output-filtered':
      return createdError('Generated image was filtered as a result of our safety system.');
    case 'azure-moderation-blocked':
      return json(400, { error: moderationBlocked('input').body });
    case 'azure-resource-blocked':
      return json(
        403,
        plain(
          'Forbidden',
          'Your resource has been temporarily blocked because we detected behavior that may violate our content policy.',
        ),
      );
    case 'unavailable':
      return json(503, plain('ServiceUnavailable', 'The service is temporarily unable to process your request.'));
    case 'gateway-timeout':
      return json(504, plain('Timeout', 'The operation was timeout.'));
    default:
      return json(500, plain('InternalServerError', 'The server had an error while processing your request.'));
  }
}

const plain = (code: string, message: string) => ({ error: { code, message } });

const createdError = (message: string) =>
  json(400, { created: Math.floor(Date.now() / 1_000), error: { code: 'contentFilter', message } });

export const wrongAzureKey = (): Reply =>
  json(
    401,
    plain(
      '401',
      'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.',
    ),
  );

export const deploymentMissing = (): Reply =>
  json(
    404,
    plain(
      'DeploymentNotFound',
      'The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.',
    ),
  );

export const passedFilter = {
  hate: { filtered: false, severity: 'safe' },
  self_harm: { filtered: false, severity: 'safe' },
  sexual: { filtered: false, severity: 'safe' },
  violence: { filtered: false, severity: 'safe' },
};
