import type { PixelSize } from '@nextpanel/core';
import { openPictureUrl } from '../drawing/open-picture-url.ts';
import { type PictureFormat, pictureFormats } from '../drawing/order.ts';
import type { Emulator } from '../emulator.ts';
import type { ReceivedMask, ReceivedReference } from '../ledger.ts';
import type { FalEndpoint } from './fal-endpoints.ts';
import { refuseInput } from './fal-error.ts';
import { readFalSize } from './read-fal-size.ts';

export type FalInput = Readonly<Record<string, unknown>>;

export interface FalAsked {
  readonly prompt: string;
  readonly references: readonly ReceivedReference[];
  readonly mask: ReceivedMask | null;
  readonly n: number;
  readonly size: PixelSize;
  readonly quality: string;
  readonly resolution: string;
  readonly format: PictureFormat;
  readonly inline: boolean;
}

const mostReferences = 16;

/** Checks a job's input when it runs. Unknown keys are ignored, as in pydantic. Throws `FalInputError`. */
export async function readFalInput(emulator: Emulator, endpoint: FalEndpoint, input: FalInput): Promise<FalAsked> {
  const { prompt } = input;
  if (prompt === undefined) refuseInput('prompt', 'missing', 'Field required', { input });
  if (typeof prompt !== 'string') return refuseInput('prompt', 'string_type', 'Input should be a valid string');
  if (prompt.trim() === '') refuseInput('prompt', 'string_too_short', 'String should have at least 1 character');
  const references = endpoint.edit ? await readReferences(emulator, input.image_urls) : [];
  const flux = endpoint.kind === 'flux-2-pro';
  const n = flux ? 1 : (input.num_images ?? 1);
  if (typeof n !== 'number' || !Number.isInteger(n)) {
    return refuseInput('num_images', 'int_type', 'Input should be a valid integer');
  }
  if (n < 1)
    refuseInput('num_images', 'greater_than_equal', 'Input should be greater than or equal to 1', { input: n });
  if (n > endpoint.mostImages) {
    const msg = `Input should be less than or equal to ${endpoint.mostImages}`;
    refuseInput('num_images', 'less_than_equal', msg, { input: n, ctx: { le: endpoint.mostImages } });
  }
  return {
    prompt,
    references,
    mask: endpoint.edit && endpoint.kind === 'gpt-image' ? await readMask(emulator, input, references) : null,
    n,
    size: readFalSize(endpoint, input, references[0]),
    quality: oneOf(input, 'quality', ['auto', 'low', 'medium', 'high', 'xhigh', 'max'], 'high'),
    resolution: oneOf(input, 'resolution', ['0.5K', '1K', '2K', '4K'], '1K'),
    format: oneOf(input, 'output_format', flux ? ['jpeg', 'png'] : pictureFormats, flux ? 'jpeg' : 'png'),
    inline: input.sync_mode === true,
  };
}

export function oneOf<T extends string>(input: FalInput, field: string, values: readonly T[], usual: T): T {
  const value = input[field] ?? usual;
  const found = values.find((it) => it === value);
  const named = values.map((it) => `'${it}'`).join(', ');
  return found ?? refuseInput(field, 'literal_error', `Input should be ${named}`, { input: value });
}

async function readReferences(emulator: Emulator, urls: unknown): Promise<ReceivedReference[]> {
  if (urls === undefined) return refuseInput('image_urls', 'missing', 'Field required');
  if (!Array.isArray(urls) || !urls.every((url): url is string => typeof url === 'string')) {
    return refuseInput('image_urls', 'list_type', 'Input should be a valid list of strings', { input: urls });
  }
  if (urls.length < 1) refuseInput('image_urls', 'too_short', 'List should have at least 1 item');
  if (urls.length > mostReferences) {
    refuseInput('image_urls', 'too_long', `List should have at most ${mostReferences} items, not ${urls.length}`);
  }
  return Promise.all(urls.map((url) => readPicture(emulator, 'image_urls', url)));
}

async function readPicture(emulator: Emulator, field: string, url: string): Promise<ReceivedReference> {
  const bytes = await openPictureUrl(emulator, url);
  const short = url.slice(0, 200);
  if (bytes === null)
    return refuseInput(field, 'file_download_error', `Failed to download the file: ${short}`, { input: short });
  return emulator
    .receiveReference(bytes)
    .catch(() => refuseInput(field, 'image_load_error', 'Failed to load the image.', { input: short }));
}

/** Of the size of the first picture, as OpenAI demands it; that fal says so with 422 is assumed. */
async function readMask(
  emulator: Emulator,
  { mask_image_url: url }: FalInput,
  [first]: readonly ReceivedReference[],
): Promise<ReceivedMask | null> {
  if (url === undefined || url === null) return null;
  if (typeof url !== 'string') return refuseInput('mask_image_url', 'string_type', 'Input should be a valid string');
  const { bytes: _bytes, ...mask } = await readPicture(emulator, 'mask_image_url', url);
  if (mask.width !== first?.width || mask.height !== first.height)
    refuseInput('mask_image_url', 'value_error', 'The mask must have the size of the first image.');
  return mask;
}
