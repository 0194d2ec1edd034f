import type { Picture, PreparedBody } from '@nextpanel/core';
import type { ResponseCreateParamsNonStreaming, ResponseInputImage } from 'openai/resources/responses/responses';
import { uploadFile } from '../upload-file.ts';
import type { ResponsesApi } from './responses-api.ts';

/**
 * A larger picture is uploaded, once for all requests of a batch: inside of eight requests it would be held many times over.
 * OpenAI itself refuses addresses of more than 20,971,520 characters.
 */
const longestInlineBytes = 4_000_000;

/** A file is not needed once its response is done. */
const fileSeconds = 86_400;
const reusedMs = 3_600_000;

interface Upload {
  readonly at: number;
  readonly id: Promise<string>;
}

/** Uploads under way and done, by the bytes of the picture. */
export type Uploads = WeakMap<Uint8Array, Upload>;

/** Stands in a prepared body for a picture that goes inside the request: stored bodies must not hold megabytes of base64. */
const inline = 'sha256:';

/**
 * The references as parts of the input, in order: by the id of an upload where they are too large to go inside it, otherwise
 * by their hash. An upload costs nothing.
 */
export function nameReferences(
  api: ResponsesApi,
  references: readonly Picture[],
  signal: AbortSignal,
): Promise<ResponseInputImage[]> {
  return Promise.all(
    references.map(async (picture): Promise<ResponseInputImage> => {
      const part = { type: 'input_image', detail: 'auto' } as const;
      return picture.bytes.length > longestInlineBytes
        ? { ...part, file_id: await uploadOnce(api, picture, signal) }
        : { ...part, image_url: `${inline}${picture.sha256}` };
    }),
  );
}

/** The body as it is sent: every picture that a prepared body names by its hash is put in. */
export function fillReferences(body: PreparedBody, references: readonly Picture[]): ResponseCreateParamsNonStreaming {
  const named = new Map(references.map((picture) => [`${inline}${picture.sha256}`, picture]));
  const fill = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fill(member)]));
    const picture = typeof value === 'string' ? named.get(value) : undefined;
    return picture ? dataUrl(picture) : value;
  };
  return { ...body, input: fill(body.input), tools: fill(body.tools) } as ResponseCreateParamsNonStreaming;
}

function dataUrl({ mime, bytes: { buffer, byteOffset, byteLength } }: Picture): string {
  return `data:${mime};base64,${Buffer.from(buffer, byteOffset, byteLength).toString('base64')}`;
}

/** A caller that waits for another's upload starts its own when that one fails. */
async function uploadOnce(api: ResponsesApi, picture: Picture, signal: AbortSignal): Promise<string> {
  const known = api.uploads.get(picture.bytes);
  if (known && performance.now() - known.at < reusedMs) {
    const id = await known.id.catch(() => null);
    if (id !== null) return id;
  }
  const file = api.fileOf(picture);
  const id = uploadFile(api, { file, purpose: 'vision', seconds: fileSeconds }, signal);
  api.uploads.set(picture.bytes, { at: performance.now(), id });
  return id;
}
