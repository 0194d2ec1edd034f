import type { Config, Provider } from '@nextpanel/core';
import { collectImages } from '../openai-family/collect-images.ts';
import { fingerprintOf } from '../openai-family/fingerprint.ts';
import { imagesParameters } from '../openai-family/images-parameters.ts';
import { openImages } from '../openai-family/open-images.ts';
import { orderImages, prepareImages } from '../openai-family/order-images.ts';
import { reachModels } from '../openai-family/reach-models.ts';
import { openTransport } from '../openai-family/transport.ts';
import { type FamilyOptions, usualDeadlineMs, type Vendor } from '../openai-family/vendor.ts';

/**
 * A server of one's own that speaks OpenAI's Images API more or less. What it takes stands in the catalogue file; what it answers
 * is read leniently, see `readImagesAnswer`. An answer that only says where the pictures are is an accepted request.
 */
export function openaiCompatibleProvider(
  { baseUrl, apiKey }: NonNullable<Config['openaiCompatible']>,
  options: FamilyOptions = {},
): Provider {
  const { deadlineMs = usualDeadlineMs, pollMs, missingMs } = options;
  const vendor: Vendor = {
    id: 'openai-compatible',
    name: 'the server',
    keyVariable: 'OPENAI_COMPATIBLE_API_KEY',
    baseUrlVariable: 'OPENAI_COMPATIBLE_BASE_URL',
    secrets: apiKey === null ? [] : [apiKey],
  };
  const credential = apiKey === null ? ({ kind: 'none' } as const) : ({ kind: 'bearer', value: apiKey } as const);
  const images = openImages({
    vendor,
    deadlineMs,
    pollMs,
    missingMs,
    credential,
    addressOf: () => ({ baseUrl }),
    noEdits: ({ id }) =>
      `the server has no edits (POST ${baseUrl}/images/edits) for "${id}", so it cannot draw from reference pictures. Correct ${vendor.baseUrlVariable}, choose a model that edits pictures, or set \`maxReferences: 0\` for this one in the catalogue file`,
  });
  return {
    id: 'openai-compatible',
    fingerprint: fingerprintOf(apiKey ?? '', baseUrl),
    parameters: (request) => ({ ...imagesParameters(request.model, request) }),
    prepare: (request) => prepareImages(images, request),
    submit: (request, body, signal) => orderImages(images, request, body, signal),
    collect: (order, vendorId, signal) => collectImages(images, order, vendorId, signal),
    reach: reachModels(openTransport(), { baseUrl, credential }),
  };
}
