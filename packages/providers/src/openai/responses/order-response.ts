import type { DrawRequest, PreparedBody } from '@nextpanel/core';
import { z } from 'zod';
import { callVendor } from '../../openai-family/call-vendor.ts';
import { checkReferences } from '../../openai-family/check-references.ts';
import { maskOf } from '../../openai-family/order-images.ts';
import { vendorError } from '../../openai-family/vendor-error.ts';
import { fillReferences, nameReferences } from './reference-inputs.ts';
import type { ResponsesApi } from './responses-api.ts';
import { responseBody } from './responses-parameters.ts';

/** Composes the body and uploads pictures that are too large to go inside it. Throws `invalid_request`. */
export async function prepareResponse(
  api: ResponsesApi,
  request: DrawRequest,
  signal: AbortSignal,
): Promise<PreparedBody> {
  checkReferences(api.vendor, request.model, request.references);
  const mask = maskOf(request);
  const [inputs, [masked]] = await Promise.all([
    nameReferences(api, request.references, signal),
    nameReferences(api, mask ? [mask] : [], signal),
  ]);
  return { ...responseBody(request, inputs, masked) };
}

/** Orders a response and answers with the id it can be asked for by. */
export async function orderResponse(
  api: ResponsesApi,
  request: DrawRequest,
  body: PreparedBody,
  signal: AbortSignal,
): Promise<string> {
  const { client, vendor, deadlineMs } = api;
  const answer: unknown = await callVendor(vendor, { signal, deadlineMs }, (within) =>
    client.responses.create(fillReferences(body, [...request.references, ...(request.mask ? [request.mask] : [])]), {
      signal: within,
      headers: { 'x-client-request-id': request.id },
    }),
  );
  const parsed = z.object({ id: z.string().min(1).max(200) }).safeParse(answer);
  if (parsed.success) return parsed.data.id;
  const says = `${vendor.name} accepted the request but gave no id for it`;
  throw vendorError(vendor, 'bad_response', says, { fault: 'final', retryable: true, money: 'possibly' });
}
