import {
  type DrawRequest,
  type Model,
  NextpanelError,
  type Ordered,
  type Picture,
  type PreparedBody,
  settleCost,
  takesMask,
} from '@nextpanel/core';
import type OpenAI from 'openai';
import { z } from 'zod';
import { encodePlace } from './answers/answer-place.ts';
import type { Download } from './answers/download-picture.ts';
import { fetchFrames } from './answers/fetch-frames.ts';
import { marked } from './answers/is-blocked.ts';
import { readImagesAnswer } from './answers/read-images-answer.ts';
import { callVendor } from './call-vendor.ts';
import { checkReferences } from './check-references.ts';
import { imagesParameters, picturesAsked } from './images-parameters.ts';
import { checkInline, inlinePicture } from './inline-pictures.ts';
import { readJson } from './read-json.ts';
import { readRequestId } from './read-refusal.ts';
import type { FileOf } from './reference-files.ts';
import type { Vendor } from './vendor.ts';
import { vendorError } from './vendor-error.ts';

export interface ImagesApi {
  readonly vendor: Vendor;
  readonly deadlineMs: number;
  readonly fileOf: FileOf;
  readonly client: (model: Model) => OpenAI;
  /** It takes edits as JSON too, which is the only way to send `moderation` with pictures. */
  readonly jsonEdits?: true | undefined;
  /** Fetches a picture that was answered as an address. */
  readonly download: (model: Model) => Download;
  /** First pause between two questions whether a task is done, in milliseconds. */
  readonly pollMs: number;
  /** What a server without edits lacks: which route, which API version. */
  readonly noEdits: (model: Model) => string;
  /** Ids of models whose server has understood generations: a 404 of its edits is then no outage. */
  readonly understood: Set<string>;
}

/** The fields of the call; the pictures, which go along as files, are named by their hashes. Throws `invalid_request`. */
export async function prepareImages({ vendor, jsonEdits }: ImagesApi, request: DrawRequest): Promise<PreparedBody> {
  const { model, prompt, references } = request;
  const mask = maskOf(request);
  checkReferences(vendor, model, references);
  const fields = { prompt, model: model.id, ...imagesParameters(model, request) };
  if (jsonEdits && fields.moderation) checkInline(vendor, references);
  if (references.length === 0) return { fields };
  return { fields, pictures: references.map(({ sha256 }) => sha256), ...(mask && { mask: mask.sha256 }) };
}

/** The mask where the model takes one. */
export const maskOf = ({ mask, model }: DrawRequest): Picture | null => (mask && takesMask(model) ? mask : null);

/** What `prepareImages` composed. */
const preparedSchema = z.object({
  fields: z.looseObject({ prompt: z.string(), model: z.string() }),
  pictures: z.array(z.string()).default([]),
  mask: z.string().optional(),
});

/**
 * One call of an Images API: generations without references, edits with them. Pictures that come inside the answer are the
 * result, which cannot be asked for again. Where the answer says instead where they are, or names a task, the request is
 * accepted under that, so that nothing is lost when fetching fails.
 */
export async function orderImages(
  api: ImagesApi,
  request: DrawRequest,
  body: PreparedBody,
  signal: AbortSignal,
): Promise<Ordered> {
  const { vendor, deadlineMs } = api;
  const { model } = request;
  const { answer, requestId } = await callVendor(vendor, { signal, deadlineMs }, (within) =>
    send(api, request, body, within),
  ).catch((error: unknown) => {
    throw request.references.length > 0 ? withoutEdits(api, model, error) : error;
  });
  const read = readImagesAnswer(answer, picturesAsked(request), vendor);
  if (request.references.length === 0) api.understood.add(model.id);
  if (read.kind === 'task') return { kind: 'accepted', vendorId: encodePlace(read) };
  const { pictures, blocked, drawn, usage } = read;
  if (pictures.every((picture) => picture?.kind !== 'bytes')) {
    const urls = pictures.map((picture) => (picture?.kind === 'url' ? picture.url : null));
    return { kind: 'accepted', vendorId: encodePlace({ kind: 'urls', urls, usage, blocked }) };
  }
  const frames = await fetchFrames(api.download(model), pictures, signal);
  const costMicroUsd = settleCost(model, request, { usage, frames: drawn });
  return {
    kind: 'drawn',
    drawn: { frames, ...marked(blocked), costMicroUsd, ...(requestId !== null && { requestId }) },
  };
}

/** A 404 or 405 of edits says that there are none, if the server speaks for itself or has drawn from words before. */
function withoutEdits({ vendor, noEdits, understood }: ImagesApi, model: Model, error: unknown): unknown {
  if (!(error instanceof NextpanelError) || (error.detail.status !== 404 && error.detail.status !== 405)) return error;
  const judged = error.code === 'invalid_request' || (error.code === 'bad_response' && understood.has(model.id));
  if (!judged) return error;
  return vendorError(vendor, 'edits_unsupported', noEdits(model), {
    // The vendor's own, without our question whether the address is right.
    words: error.message.split('?: ').slice(1).join('?: '),
    fault: 'final',
    retryable: false,
    money: 'none',
    detail: error.detail,
  });
}

interface Answered {
  readonly answer: unknown;
  readonly requestId: string | null;
}

const readAnswer = async (response: Response): Promise<Answered> => ({
  requestId: readRequestId(response.headers),
  answer: await readJson(response),
});

function send(api: ImagesApi, request: DrawRequest, body: PreparedBody, signal: AbortSignal): Promise<Answered> {
  const { images } = api.client(request.model);
  const options = { signal, headers: { 'x-client-request-id': request.id } };
  const { fields, pictures, mask: named } = preparedSchema.parse(body);
  const mask = named === undefined ? null : pictureOf(request, named);
  if (api.jsonEdits && 'moderation' in fields && pictures.length > 0) {
    const inline = pictures.map((sha256) => inlinePicture(pictureOf(request, sha256)));
    const drawn = { ...fields, images: inline, ...(mask && { mask: inlinePicture(mask) }) };
    const call = api.client(request.model).post('/images/edits', { ...options, body: drawn });
    return call.asResponse().then(readAnswer);
  }
  const [first, ...more] = pictures.map((sha256) => api.fileOf(pictureOf(request, sha256)));
  if (first === undefined) return images.generate(fields, options).asResponse().then(readAnswer);
  // A single picture goes as `image`, which more servers know than `image[]`.
  const edit = {
    ...fields,
    image: more.length === 0 ? first : [first, ...more],
    ...(mask && { mask: api.fileOf(mask) }),
  };
  return images.edit(edit, options).asResponse().then(readAnswer);
}

function pictureOf({ references, mask }: DrawRequest, sha256: string): Picture {
  const picture = [...references, ...(mask ? [mask] : [])].find((reference) => reference.sha256 === sha256);
  if (!picture) throw new Error(`the prepared body names picture ${sha256}, which the order does not`);
  return picture;
}
