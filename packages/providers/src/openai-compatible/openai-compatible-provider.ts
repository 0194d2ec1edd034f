import { type Config, NextpanelError, type Provider } from '@nextpanel/core';
import { fingerprintOf } from '../openai-family/fingerprint.ts';
import { imagesParameters } from '../openai-family/images-parameters.ts';
import { openClient } from '../openai-family/open-client.ts';
import { type ImagesApi, orderImages, prepareImages } from '../openai-family/order-images.ts';
import { reachModels } from '../openai-family/reach-models.ts';
import { openReferenceFiles } from '../openai-family/reference-files.ts';
import { openTransport } from '../openai-family/transport.ts';
import { type FamilyOptions, usualDeadlineMs, type Vendor } from '../openai-family/vendor.ts';
import { openDownloads } from './download-picture.ts';

/**
 * A server of one's own that speaks OpenAI's Images API more or less. What it takes stands in the catalogue file; what it answers
 * is read leniently: `url` for `b64_json`, no usage, fewer pictures than asked for.
 */
export function openaiCompatibleProvider(
  { baseUrl, apiKey }: NonNullable<Config['openaiCompatible']>,
  options: FamilyOptions = {},
): Provider {
  const { deadlineMs = usualDeadlineMs } = options;
  const vendor: Vendor = {
    id: 'openai-compatible',
    name: 'the server',
    keyVariable: 'OPENAI_COMPATIBLE_API_KEY',
    secrets: apiKey === null ? [] : [apiKey],
  };
  const transport = openTransport();
  const credential = apiKey === null ? ({ kind: 'none' } as const) : ({ kind: 'bearer', value: apiKey } as const);
  const client = openClient({ baseUrl, credential, transport, deadlineMs });
  const images: ImagesApi = {
    vendor,
    deadlineMs,
    fileOf: openReferenceFiles(),
    client: () => client,
    download: openDownloads({ vendor, baseUrl, apiKey, deadlineMs }),
  };
  return {
    id: 'openai-compatible',
    fingerprint: fingerprintOf(apiKey ?? '', baseUrl),
    parameters: (request) => ({ ...imagesParameters(request.model, request) }),
    prepare: (request) => prepareImages(images, request),
    submit: async (request, body, signal) => ({
      kind: 'drawn',
      drawn: await orderImages(images, request, body, signal),
    }),
    reach: reachModels(transport, { baseUrl, credential }),
    collect: () =>
      Promise.reject(new NextpanelError('unknown_vendor_id', 'requests to this server cannot be asked for again')),
  };
}
