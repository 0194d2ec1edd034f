import { type Drawn, type DrawRequest, type Model, NextpanelError, settleCost } from '@nextpanel/core';
import type OpenAI from 'openai';
import { callVendor } from './call-vendor.ts';
import { checkReferences } from './check-references.ts';
import { imagesParameters, picturesAsked } from './images-parameters.ts';
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
  /** Fetches a picture that was answered as an address, where a server does so. Money is gone by then. */
  download?(url: string, signal: AbortSignal): Promise<Uint8Array>;
}

/**
 * One call of an Images API: generations without references, edits with them. The answer is the result; there is no other way
 * to it.
 */
export async function orderImages(
  api: ImagesApi,
  model: Model,
  request: DrawRequest,
  signal: AbortSignal,
): Promise<Drawn> {
  const { vendor, deadlineMs } = api;
  checkReferences(vendor, model, request.references);
  const { answer, requestId } = await callVendor(vendor, { signal, deadlineMs }, (within) =>
    send(api, model, request, within),
  );
  const { pictures, drawn, usage } = readImagesAnswer(answer, picturesAsked(request), vendor);
  const frames = await fetchFrames(api, pictures, signal);
  if (frames.length === 0) throw noPicture(vendor);
  const costMicroUsd = settleCost(model, request, { usage, frames: drawn });
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

function send(api: ImagesApi, model: Model, request: DrawRequest, signal: AbortSignal): Promise<Answered> {
  const { images } = api.client(model);
  const options = { signal, headers: { 'x-client-request-id': request.key } };
  const { input_fidelity: inputFidelity, ...parameters } = imagesParameters(model, request);
  const body = { prompt: request.prompt, model: model.id, ...parameters };
  const [first, ...more] = request.references.map(api.fileOf);
  if (first === undefined) return images.generate(body, options).asResponse().then(readAnswer);
  const edit = {
    ...body,
    ...(inputFidelity && { input_fidelity: inputFidelity }),
    // A single picture goes as `image`, which more servers know than `image[]`.
    image: more.length === 0 ? first : [first, ...more],
  };
  return images.edit(edit, options).asResponse().then(readAnswer);
}
