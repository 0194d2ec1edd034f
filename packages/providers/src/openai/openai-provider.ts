import type { Config, Provider } from '@nextpanel/core';
import { decodePlace } from '../openai-family/answers/answer-place.ts';
import { collectImages } from '../openai-family/collect-images.ts';
import { fingerprintOf } from '../openai-family/fingerprint.ts';
import { imagesParameters } from '../openai-family/images-parameters.ts';
import { openClient } from '../openai-family/open-client.ts';
import { openImages } from '../openai-family/open-images.ts';
import { orderImages, prepareImages } from '../openai-family/order-images.ts';
import { reachModels } from '../openai-family/reach-models.ts';
import { openTransport } from '../openai-family/transport.ts';
import { type FamilyOptions, usualDeadlineMs, type Vendor } from '../openai-family/vendor.ts';
import type { BatchesApi } from './batches/batches-api.ts';
import { openBatches } from './batches/open-batches.ts';
import { prepareLine } from './batches/prepare-line.ts';
import { cancelResponse } from './responses/cancel-response.ts';
import { collectResponse } from './responses/collect-response.ts';
import { orderResponse, prepareResponse } from './responses/order-response.ts';
import type { ResponsesApi } from './responses/responses-api.ts';
import { languageModelFor, responsesParameters } from './responses/responses-parameters.ts';

export interface OpenaiOptions extends FamilyOptions {
  /** The clock that all processes share, in milliseconds since the epoch; this machine's if not given. */
  readonly now?: () => number;
  /** Pause between two questions whether a batch is done, in milliseconds; a minute if not given. */
  readonly batchPollMs?: number;
  /** How long a response may take before it is given up, in milliseconds; 30 minutes if not given. */
  readonly responseMs?: number;
}

const firstPollMs = 500;
/** A batch takes minutes to hours, so once a minute is often enough. */
const usualBatchPollMs = 60_000;
/** A batch whose acceptance was lost is looked for in the list for 15 minutes before another is made. */
const usualBatchLookupMs = 900_000;
/** The results of a batch come as one file, and are read line by line. */
const longestResultsBytes = 4_000_000_000;
/** A model that thinks and then draws eight pictures one after the other takes minutes, not half an hour. */
const longestResponseMs = 1_800_000;

/**
 * OpenAI, or a gateway that speaks its API. Requests go to the Images API, whose answer is the result; `series` and recoverable
 * ones to the Responses API, where they can be found again by their id, if the model has that way; those of `economy` to the
 * Batch API.
 */
export function openaiProvider(config: NonNullable<Config['openai']>, options: OpenaiOptions = {}): Provider {
  const { deadlineMs = usualDeadlineMs, missingMs } = options;
  const { apiKey, baseUrl } = config;
  const vendor: Vendor = {
    id: 'openai',
    name: 'OpenAI',
    keyVariable: 'OPENAI_API_KEY',
    baseUrlVariable: 'OPENAI_BASE_URL',
    secrets: [apiKey],
  };
  const credential = { kind: 'bearer', value: apiKey } as const;
  const transport = openTransport();
  const client = openClient({ baseUrl, credential, transport, deadlineMs });
  const images = openImages({
    vendor,
    deadlineMs,
    missingMs,
    pollMs: options.pollMs,
    credential,
    addressOf: () => ({ baseUrl }),
    jsonEdits: true,
    noEdits: ({ id }) =>
      `there are no edits (POST ${baseUrl}/images/edits) for "${id}", so it cannot draw from reference pictures. Correct OPENAI_BASE_URL, or choose a model that edits pictures`,
  });
  const responses: ResponsesApi = {
    vendor,
    client,
    fileOf: images.fileOf,
    uploads: new WeakMap(),
    deadlineMs,
    pollMs: options.pollMs ?? firstPollMs,
    longestMs: options.responseMs ?? longestResponseMs,
    now: options.now ?? Date.now,
  };
  const batches: BatchesApi = {
    vendor,
    client: openClient({
      baseUrl,
      credential: { kind: 'bearer', value: apiKey },
      transport: openTransport({ longestBytes: longestResultsBytes }),
      deadlineMs,
    }),
    fileOf: images.fileOf,
    uploads: new Map(),
    deadlineMs,
    pollMs: options.batchPollMs ?? config.batchPollMs ?? usualBatchPollMs,
    lookupMs: config.batchLookupMs ?? usualBatchLookupMs,
    webhookSecret: config.webhookSecret ?? null,
    now: options.now ?? Date.now,
  };
  return {
    id: 'openai',
    batches: openBatches(batches),
    fingerprint: fingerprintOf(apiKey, baseUrl),
    parameters(request) {
      const { model } = request;
      return {
        ...(languageModelFor(model, request) ? responsesParameters(model, request) : imagesParameters(model, request)),
      };
    },
    async prepare(request, signal) {
      if (request.method === 'economy') return prepareLine(batches, request, signal);
      if (languageModelFor(request.model, request)) return prepareResponse(responses, request, signal);
      return prepareImages(images, request);
    },
    accepts: (order) => languageModelFor(order.model, order) !== null,
    async submit(request, body, signal) {
      if (languageModelFor(request.model, request)) {
        return { kind: 'accepted', vendorId: await orderResponse(responses, request, body, signal) };
      }
      return orderImages(images, request, body, signal);
    },
    collect: (order, vendorId, signal) =>
      decodePlace(vendorId) === null
        ? collectResponse(responses, order, vendorId, signal)
        : collectImages(images, order, vendorId, signal),
    reach: reachModels(transport, { baseUrl, credential }),
    // What an answer names by its address is drawn already.
    cancel: async (_order, vendorId, signal) =>
      decodePlace(vendorId) === null && (await cancelResponse(responses, vendorId, signal)),
  };
}
