import type { Config, Provider } from '@nextpanel/core';
import { collectImages } from '../openai-family/collect-images.ts';
import { fingerprintOf } from '../openai-family/fingerprint.ts';
import { imagesParameters } from '../openai-family/images-parameters.ts';
import { openImages } from '../openai-family/open-images.ts';
import { orderImages, prepareImages } from '../openai-family/order-images.ts';
import { reachModels } from '../openai-family/reach-models.ts';
import { openTransport } from '../openai-family/transport.ts';
import { type FamilyOptions, usualDeadlineMs, type Vendor } from '../openai-family/vendor.ts';
import { azureAddress, azureListAddress } from './azure-address.ts';

/**
 * Azure OpenAI and Azure AI Foundry: OpenAI's bodies at another address. A model is the name of a deployment. Only the Images
 * API is used, so what came inside an answer cannot be found again after a crash.
 */
export function azureProvider(config: NonNullable<Config['azure']>, options: FamilyOptions = {}): Provider {
  const { deadlineMs = usualDeadlineMs, pollMs, missingMs } = options;
  const { kind, value } = config.credential;
  const keyVariable = kind === 'key' ? 'AZURE_OPENAI_API_KEY' : 'AZURE_OPENAI_AD_TOKEN';
  const baseUrlVariable = 'AZURE_OPENAI_ENDPOINT';
  const vendor: Vendor = { id: 'azure', name: 'Azure', keyVariable, baseUrlVariable, secrets: [value] };
  const credential = { kind: kind === 'key' ? 'api-key' : 'bearer', value } as const;
  const images = openImages({
    vendor,
    deadlineMs,
    pollMs,
    missingMs,
    credential,
    addressOf: ({ id }) => azureAddress(config, id),
    noEdits: ({ id }) =>
      `the deployment "${id}" has no edits (api-version ${config.apiVersion ?? 'v1'}), so it cannot draw from reference pictures. Set AZURE_OPENAI_API_VERSION to a version that has them, such as 2025-04-01-preview, or choose a deployment of a model that edits pictures`,
  });
  return {
    id: 'azure',
    fingerprint: fingerprintOf(value, config.endpoint),
    parameters: (request) => ({ ...imagesParameters(request.model, request) }),
    prepare: (request) => prepareImages(images, request),
    submit: (request, body, signal) => orderImages(images, request, body, signal),
    collect: (order, vendorId, signal) => collectImages(images, order, vendorId, signal),
    reach: reachModels(openTransport(), { ...azureListAddress(config), credential }),
  };
}
