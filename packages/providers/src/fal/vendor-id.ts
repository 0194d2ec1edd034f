import { NextpanelError } from '@nextpanel/core';

/** Where an accepted request is found again: fal's request ids mean nothing without the endpoint they were given at. */
export interface FalRequest {
  readonly endpoint: string;
  readonly requestId: string;
}

const endpointForm = /^[a-z0-9][\w.-]*(\/[a-z0-9][\w.-]*)+$/i;
const requestIdForm = /^[\w-]{1,128}$/;

/** `endpoint#requestId`. Throws `bad_response` when fal gave an id that could not be put into an address. */
export function encodeVendorId({ endpoint, requestId }: FalRequest): string {
  if (endpointForm.test(endpoint) && requestIdForm.test(requestId)) return `${endpoint}#${requestId}`;
  throw new NextpanelError('bad_response', 'fal accepted the request under an id that is none', {
    fault: 'final',
    retryable: true,
    money: 'possibly',
  });
}

/**
 * Reads back what `encodeVendorId` wrote, or a bare request id, as webhooks bring it, of a request at `endpoint`. It becomes part
 * of an address, so nothing else passes. Throws `unknown_vendor_id`.
 */
export function decodeVendorId(vendorId: string, endpoint: string): FalRequest {
  const parts = vendorId.split('#');
  const [at = '', requestId = ''] = parts.length === 1 ? [endpoint, ...parts] : parts;
  if (parts.length <= 2 && endpointForm.test(at) && requestIdForm.test(requestId)) return { endpoint: at, requestId };
  throw new NextpanelError('unknown_vendor_id', `"${vendorId.slice(0, 200)}" is no id of a request at fal`, {
    fault: 'final',
    money: 'possibly',
  });
}
