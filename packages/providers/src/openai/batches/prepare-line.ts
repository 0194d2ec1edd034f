import type { DrawRequest, Order, Picture, PreparedBody } from '@nextpanel/core';
import { checkReferences } from '../../openai-family/check-references.ts';
import { imagesParameters } from '../../openai-family/images-parameters.ts';
import { uploadFile } from '../upload-file.ts';
import { type BatchesApi, windowMs } from './batches-api.ts';

export type Endpoint = '/v1/images/generations' | '/v1/images/edits';

/** All requests of a batch go to one address. */
export const endpointOf = ({ references }: Pick<Order, 'references'>): Endpoint =>
  references.length === 0 ? '/v1/images/generations' : '/v1/images/edits';

/** A picture must be there until its batch is drawn, which may be sent more than once; 14 days are longer than all of that. */
const pictureSeconds = 14 * 86_400;
/** An upload younger than this is used again. */
const reusedMs = windowMs;

/** One line of a batch's file, with its pictures uploaded. Throws `invalid_request`. */
export async function prepareLine(api: BatchesApi, request: DrawRequest, signal: AbortSignal): Promise<PreparedBody> {
  const { model, prompt, references } = request;
  checkReferences(api.vendor, model, references);
  const images = await Promise.all(
    references.map(async (picture) => ({ file_id: await uploadOnce(api, picture, signal) })),
  );
  return {
    custom_id: request.id,
    method: 'POST',
    url: endpointOf(request),
    body: {
      prompt,
      model: model.id,
      ...imagesParameters(model, request),
      ...(images.length > 0 && { images }),
    },
  };
}

/** A picture goes along with all requests of a batch, and with those of later batches. A failed upload is tried once more by the next. */
function uploadOnce(api: BatchesApi, picture: Picture, signal: AbortSignal): Promise<string> {
  const { uploads, now, fileOf } = api;
  const known = uploads.get(picture.sha256);
  if (known && now() - known.at < reusedMs) return known.id;
  for (const [sha256, { at }] of uploads) if (now() - at >= reusedMs) uploads.delete(sha256);
  const id = uploadFile(api, { file: fileOf(picture), purpose: 'vision', seconds: pictureSeconds }, signal);
  uploads.set(picture.sha256, { at: now(), id });
  id.catch(() => uploads.delete(picture.sha256));
  return id;
}
