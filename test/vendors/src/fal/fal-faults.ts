import type { MetFault } from '../faults/fault-queue.ts';
import { proxyPage, retryHints } from '../faults/meet-fault.ts';
import { json, type Reply } from '../http/reply.ts';

/** fal's answer to a refusing fault; null for moderation, which is in the result of the job. */
export function falFaultReply(fault: MetFault): Reply | null {
  const page = proxyPage(fault.name);
  if (page !== null) return page;
  switch (fault.name) {
    case 'moderation-input':
    case 'moderation-output':
      return null;
    case 'rate-limited':
    case 'rate-limited-seconds':
    case 'rate-limited-ms':
    case 'rate-limited-date':
      return flat(429, 'concurrent_requests_limit', 'Too many concurrent requests.', retryHints(fault));
    case 'quota-exhausted':
      return json(403, {
        detail: 'User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing.',
      });
    case 'quota-words':
      return flat(429, 'concurrent_requests_limit', 'You exceeded your current quota');
    case 'wrong-key':
      return json(401, { detail: 'Cannot access application: invalid key.' });
    case 'forbidden':
      return json(403, { detail: 'Access denied for this application.' });
    case 'model-missing':
      return json(404, { detail: 'Application not found' });
    case 'forgotten':
      return json(404, { detail: 'Request not found' });
    case 'expired-media':
      return json(404, { detail: 'File not found' });
    case 'unavailable':
      return flat(503, 'runner_scheduling_failure', 'No runner could be scheduled for the request.');
    case 'gateway-timeout':
      return flat(504, 'startup_timeout', 'The runner did not start in time.');
    default:
      return flat(500, 'internal_server_error', 'Internal server error');
  }
}

/** Errors of fal's infrastructure are flat: a text and a type, the type also in a header. */
export const flat = (
  status: number,
  type: string,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): Reply => json(status, { detail, error_type: type }, flatHeaders(type, headers));

export const flatHeaders = (type: string, headers: Readonly<Record<string, string>> = {}) => ({
  'x-fal-error-type': type,
  'x-fal-retryable': 'true',
  ...headers,
});
