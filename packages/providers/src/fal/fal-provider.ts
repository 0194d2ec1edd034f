import { createHash } from 'node:crypto';
import {
  type Config,
  type DrawRequest,
  NextpanelError,
  type Order,
  type Picture,
  type Provider,
  settleCost,
} from '@nextpanel/core';
import { z } from 'zod';
import { cancelRequest } from './cancel-request.ts';
import { type CollectOptions, collectRequest, patiently } from './collect-request.ts';
import { type CallOptions, callFal, readAnswer } from './fal-client.ts';
import { defaultDeadlines, defaultPatience, type FalOptions } from './fal-options.ts';
import { countImages, falParameters } from './fal-parameters.ts';
import { fetchPicture } from './fetch-picture.ts';
import { lookUpOrder } from './look-up-order.ts';
import { acceptedSchema, readUsage } from './read-answer.ts';
import { readForgotten } from './read-forgotten.ts';
import { openFalWebhooks } from './read-webhook.ts';
import { openHistory } from './request-history.ts';
import { openTransport } from './transport.ts';
import { openUploads } from './upload-references.ts';
import { decodeVendorId, encodeVendorId, type FalRequest } from './vendor-id.ts';

/** How long fal keeps what a request yields: time enough for a worker that was away to collect it. */
const resultsKeptFor = '7d';
const acceptedMaxBytes = 1_000_000;
/** How often a picture is asked for before the batch hears that it did not come. */
const downloadsMax = 3;

/** What `prepare` composed, read back by `submit`. */
const preparedSchema = z.object({
  endpoint: z.string(),
  input: z.record(z.string(), z.unknown()),
  webhookUrl: z.string().optional(),
  startSeconds: z.number().optional(),
});

/**
 * Draws at fal.ai by its queue: every request is accepted under an id before anything is drawn, and collected by that from any
 * process. Sends with `key` only, never with what the environment holds. See README.md for what is sent.
 */
export function falProvider(
  { key, gateway, ...times }: NonNullable<Config['fal']>,
  options: FalOptions = {},
): Provider {
  const { webhookUrl, now = Date.now } = options;
  const deadlines = { ...defaultDeadlines, ...options.deadlines };
  const patience = { ...defaultPatience, ...times, ...options.patience };
  const transport = openTransport(gateway);
  const history = openHistory({ key, transport, askMs: deadlines.askMs });
  const webhooks = openFalWebhooks({ gateway, now });
  const uploads = openUploads({ key, transport, uploadMs: deadlines.uploadMs });

  const whereIs = (order: Order, vendorId: string): FalRequest =>
    decodeVendorId(vendorId, falParameters(order.model, order).endpoint);
  const collectOptions = (signal: AbortSignal): CollectOptions => ({ key, transport, deadlines, signal });

  return {
    id: 'fal',
    fingerprint: createHash('sha256')
      .update(`${key}\n${gateway ?? ''}`)
      .digest('hex')
      .slice(0, 16),
    parameters: (request) => ({ ...falParameters(request.model, request) }),

    async prepare(request, signal) {
      const { endpoint, input } = falParameters(request.model, request);
      const mask = maskOf(request);
      const [imageUrls, [maskUrl]] = await Promise.all([
        uploads.bring(request.references, signal),
        uploads.bring(mask ? [mask.picture] : [], signal),
      ]);
      const whole = {
        prompt: request.prompt,
        ...(imageUrls.length > 0 && { image_urls: imageUrls }),
        ...(mask && { [mask.field]: maskUrl }),
        ...input,
      };
      return {
        endpoint,
        input: whole,
        startSeconds: Math.ceil(patience.startMs / 1_000),
        ...(webhookUrl && { webhookUrl: webhookUrl(request.id) }),
      };
    },

    accepts: () => true,

    async submit(_request, body, signal) {
      const { endpoint, input, webhookUrl: reportTo, startSeconds } = preparedSchema.parse(body);
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
          input,
          abortSignal: signal,
          storageSettings: { expiresIn: resultsKeptFor },
          ...(reportTo !== undefined && { webhookUrl: reportTo }),
          ...(startSeconds !== undefined && { startTimeout: startSeconds }),
        }),
      );
      const { request_id: requestId } = readAnswer(acceptedSchema, answer, call);
      return { kind: 'accepted', vendorId: encodeVendorId({ endpoint, requestId }) };
    },

    async collect(order, vendorId, signal) {
      const request = whereIs(order, vendorId);
      const result = await collectRequest(request, collectOptions(signal))
        .catch((error: unknown) => readForgotten(history, request, error, signal))
        .catch((error: unknown) => {
          if (couldNotRead(error)) uploads.forget([...order.references, ...(order.mask ? [order.mask] : [])]);
          throw error;
        });
      const fetchOptions = { key, transport, signal, fetchMs: deadlines.fetchMs };
      const frames = await eachInPlace(result.images, ({ url }) =>
        patiently(signal, downloadsMax, () => fetchPicture(url, fetchOptions)),
      );
      const flags = result.has_nsfw_concepts ?? [];
      const blocked = frames.flatMap((_, index) => (flags[index] === true ? [index] : []));
      const costMicroUsd = costOf(order, result.usage, frames.length);
      return { frames, costMicroUsd, ...(blocked.length > 0 && { blocked }) };
    },

    async lookup(_order, body, lost, signal) {
      const sent = preparedSchema.parse(body);
      return lookUpOrder(sent, lost, { history, patience, now, signal });
    },

    webhooks: {
      check: (headers) => webhooks.check(headers),
      read: (delivery, signal) => webhooks.read(delivery, signal),
      vendorId: (order, requestId) =>
        encodeVendorId({ endpoint: falParameters(order.model, order).endpoint, requestId }),
    },

    cancel: async (order, vendorId, signal) => cancelRequest(whereIs(order, vendorId), collectOptions(signal)),
  };
}

/**
 * Fetches every picture of a result; null in the place of one that is gone or empty, as long as another came. Throws when none
 * did, or when asking failed for the moment.
 */
async function eachInPlace<Image>(
  images: readonly Image[],
  fetch: (image: Image) => Promise<Uint8Array>,
): Promise<(Uint8Array | null)[]> {
  const results = await Promise.allSettled(images.map(fetch));
  const failed = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  const lasting = failed.every((reason) => reason instanceof NextpanelError && reason.money === 'paid');
  if (failed.length > 0 && (!lasting || failed.length === results.length)) throw failed[0];
  return results.map((result) => (result.status === 'fulfilled' ? result.value : null));
}

/** fal's own name for the mask of an edit, where the catalogue says no other. */
const maskField = 'mask_image_url';

/** The mask of a retouch, and the name it is sent under; null: there is none, or the model takes none. */
function maskOf({ mask, model }: DrawRequest): { readonly picture: Picture; readonly field: string } | null {
  const { mask: sent } = model.sends;
  if (!mask || sent === undefined || sent === false) return null;
  return { picture: mask, field: sent === true ? maskField : sent };
}

/** By usage where fal tells it; else the price of the pictures that came, which are no more than were asked for. */
function costOf(order: Order, usage: unknown, images: number): number {
  const frames = Math.min(images, countImages(order.model, order));
  return settleCost(order.model, order, { usage: readUsage(usage), frames });
}

/** fal could not fetch or read a reference. Its address may have expired, so the next request uploads the picture again. */
function couldNotRead(error: unknown): boolean {
  const types = error instanceof NextpanelError ? error.detail.types : undefined;
  return Array.isArray(types) && types.some((type) => type === 'file_download_error' || type === 'image_load_error');
}
