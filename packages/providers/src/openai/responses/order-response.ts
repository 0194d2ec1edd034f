import type { DrawRequest, Model } from '@nextpanel/core';
import { z } from 'zod';
import { callVendor } from '../../openai-family/call-vendor.ts';
import { checkReferences } from '../../openai-family/check-references.ts';
import { vendorError } from '../../openai-family/vendor-error.ts';
import type { ResponsesApi } from './responses-api.ts';
import { responseBody } from './responses-parameters.ts';

/** An address longer than this is refused, so a picture of more than this many bytes cannot go along as a data URL. */
const longestReferenceBytes = 15_700_000;

/** Orders a response and answers with the id it can be asked for by. */
export async function orderResponse(
  { client, vendor, deadlineMs }: ResponsesApi,
  model: Model,
  request: DrawRequest,
  signal: AbortSignal,
): Promise<string> {
  const reference = { ...model.reference, maxBytes: Math.min(model.reference.maxBytes, longestReferenceBytes) };
  checkReferences(vendor, { ...model, reference }, request.references);
  const answer: unknown = await callVendor(vendor, { signal, deadlineMs }, (within) =>
    client.responses.create(responseBody(model, request), {
      signal: within,
      headers: { 'x-client-request-id': request.key },
    }),
  );
  const parsed = z.object({ id: z.string().min(1).max(200) }).safeParse(answer);
  if (parsed.success) return parsed.data.id;
  const says = `${vendor.name} accepted the request without saying under which id`;
  throw vendorError(vendor, 'bad_response', says, { retryable: true, money: 'possibly' });
}
