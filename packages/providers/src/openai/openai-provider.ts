import type { Config, Provider } from '@nextpanel/core';
import { fingerprintOf } from '../openai-family/fingerprint.ts';
import { imagesParameters } from '../openai-family/images-parameters.ts';
import { openClient } from '../openai-family/open-client.ts';
import { type ImagesApi, orderImages, prepareImages } from '../openai-family/order-images.ts';
import { reachModels } from '../openai-family/reach-models.ts';
import { openReferenceFiles } from '../openai-family/reference-files.ts';
import { openTransport } from '../openai-family/transport.ts';
import { type FamilyOptions, usualDeadlineMs, type Vendor } from '../openai-family/vendor.ts';
import { cancelResponse } from './responses/cancel-response.ts';
import { collectResponse } from './responses/collect-response.ts';
import { orderResponse, prepareResponse } from './responses/order-response.ts';
import type { ResponsesApi } from './responses/responses-api.ts';
import { languageModelFor, responsesParameters } from './responses/responses-parameters.ts';

export interface OpenaiOptions extends FamilyOptions {
  /** First pause between two questions whether a response is done, in milliseconds; 500 if not given. */
  readonly pollMs?: number;
  /** The clock that all processes share, in milliseconds since the epoch; this machine's if not given. */
  readonly now?: () => number;
  /** How long a response may take before it is given up, in milliseconds; 30 minutes if not given. */
  readonly responseMs?: number;
}

const firstPollMs = 500;
/** A model that thinks and then draws eight pictures one after the other takes minutes, not half an hour. */
const longestResponseMs = 1_800_000;

/**
 * OpenAI, or a gateway that speaks its API. Requests go to the Images API, whose answer is the result; `series` and recoverable
 * ones to the Responses API, where they can be found again by their id, if the model has that way.
 */
export function openaiProvider(config: NonNullable<Config['openai']>, options: OpenaiOptions = {}): Provider {
  const { deadlineMs = usualDeadlineMs } = options;
  const { apiKey, baseUrl } = config;
  const vendor: Vendor = { id: 'openai', name: 'OpenAI', keyVariable: 'OPENAI_API_KEY', secrets: [apiKey] };
  const transport = openTransport();
  const credential = { kind: 'bearer', value: apiKey } as const;
  const client = openClient({ baseUrl, credential, transport, deadlineMs });
  const fileOf = openReferenceFiles();
  const images: ImagesApi = { vendor, deadlineMs, fileOf, client: () => client, jsonEdits: true };
  const responses: ResponsesApi = {
    vendor,
    client,
    fileOf,
    uploads: new WeakMap(),
    deadlineMs,
    pollMs: options.pollMs ?? firstPollMs,
    longestMs: options.responseMs ?? longestResponseMs,
    now: options.now ?? Date.now,
  };
  return {
    id: 'openai',
    fingerprint: fingerprintOf(apiKey, baseUrl),
    parameters(request) {
      const { model } = request;
      return {
        ...(languageModelFor(model, request) ? responsesParameters(model, request) : imagesParameters(model, request)),
      };
    },
    prepare: (request, signal) =>
      languageModelFor(request.model, request)
        ? prepareResponse(responses, request, signal)
        : prepareImages(images, request),
    async submit(request, body, signal) {
      if (languageModelFor(request.model, request)) {
        return { kind: 'accepted', vendorId: await orderResponse(responses, request, body, signal) };
      }
      return { kind: 'drawn', drawn: await orderImages(images, request, body, signal) };
    },
    collect: (order, vendorId, signal) => collectResponse(responses, order, vendorId, signal),
    reach: reachModels(transport, { baseUrl, credential }),
    cancel: (_order, vendorId, signal) => cancelResponse(responses, vendorId, signal),
  };
}
