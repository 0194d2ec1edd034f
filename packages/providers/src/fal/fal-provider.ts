import { createHash } from 'node:crypto';
import {
  builtInCatalogue,
  type Config,
  type DrawRequest,
  findModel,
  type Model,
  NextpanelError,
  type Provider,
  settleCost,
} from '@nextpanel/core';
import { cancelRequest } from './cancel-request.ts';
import { type CollectOptions, collectRequest, patiently } from './collect-request.ts';
import { type CallOptions, callFal, readAnswer } from './fal-client.ts';
import { defaultDeadlines, type FalOptions } from './fal-options.ts';
import { countImages, falParameters } from './fal-parameters.ts';
import { fetchPicture } from './fetch-picture.ts';
import { acceptedSchema, readUsage } from './read-answer.ts';
import { openTransport } from './transport.ts';
import { openUploads } from './upload-references.ts';
import { decodeVendorId, encodeVendorId, type FalRequest } from './vendor-id.ts';

/** How long fal keeps what a request yields: time enough for a worker that was away to collect it. */
const resultsKeptFor = '7d';
const acceptedMaxBytes = 1_000_000;
/** How often a picture is asked for before the batch hears that it did not come. */
const downloadsMax = 3;

/**
 * Draws at fal.ai by its queue: every request is accepted under an id before anything is drawn, and collected by that from any
 * process. Sends with `key` only, never with what the environment holds. See README.md for what is sent.
 */
export function falProvider({ key, gateway }: NonNullable<Config['fal']>, options: FalOptions = {}): Provider {
  const { catalogue = builtInCatalogue, webhookUrl } = options;
  const deadlines = { ...defaultDeadlines, ...options.deadlines };
  const transport = openTransport(gateway);
  const uploads = openUploads({ key, transport, uploadMs: deadlines.uploadMs });
  const modelOf = (id: string): Model => findModel({ provider: 'fal', model: id }, catalogue);

  const whereIs = (request: DrawRequest, vendorId: string): FalRequest =>
    decodeVendorId(vendorId, falParameters(modelOf(request.model), request).endpoint);
  const collectOptions = (signal: AbortSignal): CollectOptions => ({ key, transport, deadlines, signal });

  return {
    id: 'fal',
    fingerprint: createHash('sha256')
      .update(`${key}\n${gateway ?? ''}`)
      .digest('hex')
      .slice(0, 16),
    parameters: (request) => ({ ...falParameters(modelOf(request.model), request) }),

    async submit(request, signal) {
      const { endpoint, input } = falParameters(modelOf(request.model), request);
      // Uploads cost nothing and order nothing: what fails here can be tried again.
      const imageUrls = await uploads.bring(request.references, signal);
      const whole = { prompt: request.prompt, ...(imageUrls.length > 0 && { image_urls: imageUrls }), ...input };
      const call: CallOptions = {
        key,
        transport,
        signal,
        purpose: 'submit',
        deadlineMs: deadlines.orderMs,
        maxBytes: acceptedMaxBytes,
      };
      const answer = await callFal(call, (fal) =>
        fal.queue.submit(endpoint, {
          input: whole,
          abortSignal: signal,
          storageSettings: { expiresIn: resultsKeptFor },
          ...(webhookUrl && { webhookUrl: webhookUrl(request.key) }),
        }),
      );
      const { request_id: requestId } = readAnswer(acceptedSchema, answer, call);
      return { kind: 'accepted', vendorId: encodeVendorId({ endpoint, requestId }) };
    },

    async collect(request, vendorId, signal) {
      const result = await collectRequest(whereIs(request, vendorId), collectOptions(signal)).catch(
        (error: unknown) => {
          if (couldNotRead(error)) uploads.forget(request.references);
          throw error;
        },
      );
      const fetchOptions = { key, transport, signal, fetchMs: deadlines.fetchMs };
      const frames = await Promise.all(
        result.images.map(({ url }) => patiently(signal, downloadsMax, () => fetchPicture(url, fetchOptions))),
      );
      return { frames, costMicroUsd: costOf(modelOf(request.model), request, result.usage, frames.length) };
    },

    adopt: (request, requestId) =>
      encodeVendorId({ endpoint: falParameters(modelOf(request.model), request).endpoint, requestId }),

    cancel: async (request, vendorId, signal) => cancelRequest(whereIs(request, vendorId), collectOptions(signal)),
  };
}

/** By usage where fal tells it; else the price of the pictures that came, which are no more than were asked for. */
function costOf(model: Model, request: DrawRequest, usage: unknown, images: number): number {
  const frames = Math.min(images, countImages(model, request));
  return settleCost(model, request, { usage: readUsage(usage), frames });
}

/** fal could not fetch or read a reference: its address may have gone bad, so the next request brings the picture anew. */
function couldNotRead(error: unknown): boolean {
  const types = error instanceof NextpanelError ? error.detail.types : undefined;
  return Array.isArray(types) && types.some((type) => type === 'file_download_error' || type === 'image_load_error');
}
