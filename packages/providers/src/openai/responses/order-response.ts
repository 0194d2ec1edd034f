import type { DrawRequest, Model } from '@nextpanel/core';
import { z } from 'zod';
import { callVendor } from '../../openai-family/call-vendor.ts';
import { checkReferences } from '../../openai-family/check-references.ts';
import { vendorError } from '../../openai-family/vendor-error.ts';
import { referenceInputs } from './reference-inputs.ts';
import type { ResponsesApi } from './responses-api.ts';
import { responseBody } from './responses-parameters.ts';

/** Orders a response and answers with the id it can be asked for by. */
export async function orderResponse(
  api: ResponsesApi,
  model: Model,
  request: DrawRequest,
  signal: AbortSignal,
): Promise<string> {
  const { client, vendor, deadlineMs } = api;
  checkReferences(vendor, model, request.references);
  const body = responseBody(model, request, await referenceInputs(api, request.references, signal));
  const answer: unknown = await callVendor(vendor, { signal, deadlineMs }, (within) =>
    client.responses.create(body, {
      signal: within,
      headers: { 'x-client-request-id': request.key },
    }),
  );
  const parsed = z.object({ id: z.string().min(1).max(200) }).safeParse(answer);
  if (parsed.success) return parsed.data.id;
  const says = `${vendor.name} accepted the request without saying under which id`;
  throw vendorError(vendor, 'bad_response', says, { retryable: true, money: 'possibly' });
}
