import { type Config, type Model, NextpanelError, type Provider } from '@nextpanel/core';
import { fingerprintOf } from '../openai-family/fingerprint.ts';
import { imagesParameters } from '../openai-family/images-parameters.ts';
import { openClient } from '../openai-family/open-client.ts';
import { type ImagesApi, orderImages, prepareImages } from '../openai-family/order-images.ts';
import { reachModels } from '../openai-family/reach-models.ts';
import { openReferenceFiles } from '../openai-family/reference-files.ts';
import { openTransport } from '../openai-family/transport.ts';
import { type FamilyOptions, usualDeadlineMs, type Vendor } from '../openai-family/vendor.ts';
import { azureAddress, azureListAddress } from './azure-address.ts';

/**
 * Azure OpenAI and Azure AI Foundry: OpenAI's bodies at another address. A model is the name of a deployment. Only the Images
 * API is used, so nothing can be found again after a crash.
 */
export function azureProvider(config: NonNullable<Config['azure']>, options: FamilyOptions = {}): Provider {
  const { deadlineMs = usualDeadlineMs } = options;
  const { kind, value } = config.credential;
  const keyVariable = kind === 'key' ? 'AZURE_OPENAI_API_KEY' : 'AZURE_OPENAI_AD_TOKEN';
  const vendor: Vendor = { id: 'azure', name: 'Azure', keyVariable, secrets: [value] };
  const transport = openTransport();
  const credential = { kind: kind === 'key' ? 'api-key' : 'bearer', value } as const;
  const images: ImagesApi = {
    vendor,
    deadlineMs,
    fileOf: openReferenceFiles(),
    client: (model: Model) => openClient({ ...azureAddress(config, model.id), credential, transport, deadlineMs }),
  };
  return {
    id: 'azure',
    fingerprint: fingerprintOf(value, config.endpoint),
    parameters: (request) => ({ ...imagesParameters(request.model, request) }),
    prepare: (request) => prepareImages(images, request),
    submit: async (request, body, signal) => ({
      kind: 'drawn',
      drawn: await orderImages(images, request, body, signal),
    }),
    reach: reachModels(transport, { ...azureListAddress(config), credential }),
    collect: () =>
      Promise.reject(new NextpanelError('unknown_vendor_id', 'requests to Azure cannot be asked for again')),
  };
}
