import {
  type Drawn,
  type DrawRequest,
  type Model,
  NextpanelError,
  type Picture,
  type PreparedBody,
  settleCost,
} from '@nextpanel/core';
import type OpenAI from 'openai';
import { z } from 'zod';
import { callVendor } from './call-vendor.ts';
import { checkReferences } from './check-references.ts';
import { imagesParameters, picturesAsked } from './images-parameters.ts';
import { checkInline, inlinePicture } from './inline-pictures.ts';
import { type AnsweredPicture, noPicture, readImagesAnswer } from './read-images-answer.ts';
import { readJson } from './read-json.ts';
import { readRequestId } from './read-refusal.ts';
import type { FileOf } from './reference-files.ts';
import type { Vendor } from './vendor.ts';

export interface ImagesApi {
  readonly vendor: Vendor;
  readonly deadlineMs: number;
  readonly fileOf: FileOf;
  client(model: Model): OpenAI;
  /** It takes edits as JSON too, which is the only way to send `moderation` with pictures. */
  readonly jsonEdits?: true;
  /** Fetches a picture that was answered as an address, where a server does so. Money is gone by then. */
  download?(url: string, signal: AbortSignal): Promise<Uint8Array>;
}

/** The fields of the call; the pictures, which go along as files, are named by their hashes. Throws `invalid_request`. */
export async function prepareImages({ vendor, jsonEdits }: ImagesApi, request: DrawRequest): Promise<PreparedBody> {
  const { model, prompt, references } = request;
  checkReferences(vendor, model, references);
  const fields = { prompt, model: model.id, ...imagesParameters(model, request) };
  if (jsonEdits && fields.moderation) checkInline(vendor, references);
  return references.length === 0 ? { fields } : { fields, pictures: references.map(({ sha256 }) => sha256) };
}

/** What `prepareImages` composed. */
const preparedSchema = z.object({
  fields: z.looseObject({ prompt: z.string(), model: z.string() }),
  pictures: z.array(z.string()).default([]),
});

/**
 * One call of an Images API: generations without references, edits with them. The answer is the result; it cannot be asked
 * for again.
 */
export async function orderImages(
  api: ImagesApi,
  request: DrawRequest,
  body: PreparedBody,
  signal: AbortSignal,
): Promise<Drawn> {
  const { vendor, deadlineMs } = api;
  const { answer, requestId } = await callVendor(vendor, { signal, deadlineMs }, (within) =>
    send(api, request, body, within),
  );
  const { pictures, drawn, usage } = readImagesAnswer(answer, picturesAsked(request), vendor);
  const frames = await fetchFrames(api, pictures, signal);
  if (frames.length === 0) throw noPicture(vendor);
  const costMicroUsd = settleCost(request.model, request, { usage, frames: drawn });
  return { frames, costMicroUsd, ...(requestId !== null && { requestId }) };
}

/** The frames, downloaded where they are addresses. When one cannot be, those before it are kept: they are paid. */
async function fetchFrames(
  api: ImagesApi,
  pictures: readonly AnsweredPicture[],
  signal: AbortSignal,
): Promise<Uint8Array[]> {
  const frames: Uint8Array[] = [];
  for (const picture of pictures) {
    try {
      if (picture.kind === 'bytes') frames.push(picture.bytes);
      else if (api.download) frames.push(await api.download(picture.url, signal));
      else break;
    } catch (thrown) {
      if (frames.length === 0 || !(thrown instanceof NextpanelError)) throw thrown;
      break;
    }
  }
  return frames;
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
  const { fields, pictures } = preparedSchema.parse(body);
  if (api.jsonEdits && 'moderation' in fields && pictures.length > 0) {
    const inline = pictures.map((sha256) => inlinePicture(pictureOf(request, sha256)));
    const call = api.client(request.model).post('/images/edits', { ...options, body: { ...fields, images: inline } });
    return call.asResponse().then(readAnswer);
  }
  const [first, ...more] = pictures.map((sha256) => api.fileOf(pictureOf(request, sha256)));
  if (first === undefined) return images.generate(fields, options).asResponse().then(readAnswer);
  // A single picture goes as `image`, which more servers know than `image[]`.
  const edit = { ...fields, image: more.length === 0 ? first : [first, ...more] };
  return images.edit(edit, options).asResponse().then(readAnswer);
}

function pictureOf({ references }: DrawRequest, sha256: string): Picture {
  const picture = references.find((reference) => reference.sha256 === sha256);
  if (!picture) throw new Error(`the prepared body names picture ${sha256}, which the order does not`);
  return picture;
}
