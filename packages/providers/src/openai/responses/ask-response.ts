import { changeError, NextpanelError } from '@nextpanel/core';
import { callVendor } from '../../openai-family/call-vendor.ts';
import { readJson } from '../../openai-family/read-json.ts';
import { vendorError } from '../../openai-family/vendor-error.ts';
import { type ResponseState, readResponse } from './read-response.ts';
import type { ResponsesApi } from './responses-api.ts';

/**
 * The state of a response. Throws `result_expired` when OpenAI no longer has it. Any other failure is retryable and costs nothing,
 * even a wrong key: the poll failed, and the response continues.
 */
export async function askResponse(
  { client, vendor, deadlineMs }: ResponsesApi,
  id: string,
  signal: AbortSignal,
  action: 'retrieve' | 'cancel' = 'retrieve',
): Promise<ResponseState> {
  try {
    const answer: unknown = await callVendor(vendor, { signal, deadlineMs }, (within) =>
      client.responses[action](id, {}, { signal: within }).asResponse().then(readJson),
    );
    return readResponse(answer, vendor);
  } catch (thrown) {
    if (!(thrown instanceof NextpanelError)) throw thrown;
    const { detail } = thrown;
    if (detail.status === 404) {
      const says = `${vendor.name} no longer has response ${id}; what it drew is lost`;
      throw vendorError(vendor, 'result_expired', says, { fault: 'final', retryable: false, money: 'paid', detail });
    }
    throw changeError(thrown, { retryable: true, money: 'none' });
  }
}
