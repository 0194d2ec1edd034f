import type { PixelSize } from '../picture.ts';
import type { Model } from './model.ts';
import { priceRequest, type RequestToPrice } from './price-request.ts';

/** What decides whether a reference is scaled: the picture it goes along for, and how many go along. */
export type ScalingRequest = Pick<RequestToPrice, 'method' | 'size' | 'quality' | 'panels'> & {
  readonly references: number;
};

/**
 * The size at which a reference is sent, where that is not its own: what the model sees of it (`reference.sees`), if at its own size it
 * would cost more than the picture that is asked for. null: it is sent as it is.
 */
export function scaledReference(model: Model, request: ScalingRequest, own: PixelSize): PixelSize | null {
  const { sees } = model.reference;
  if (!sees) return null;
  const most = request.references > 1 ? sees.several : sees.one;
  return own.width * own.height <= most || !costsMoreThanPicture(model, request, own) ? null : ofPixels(most, own);
}

/** A PNG of noise with transparency takes 4 bytes a pixel, and a little for its rows and chunks. */
const mostBytesAPixel = 4.1;

/**
 * The size at which a reference of more bytes than the model takes (`reference.maxBytes`) is sent as a PNG: no picture of that size has
 * more. null: it fits as it is.
 *
 * @param bytes of its file
 */
export function fittingReference({ reference }: Model, own: PixelSize, bytes: number): PixelSize | null {
  if (bytes <= reference.maxBytes) return null;
  return ofPixels(Math.min(reference.maxBytes / mostBytesAPixel, own.width * own.height), own);
}

/** The same shape with so many pixels. */
function ofPixels(most: number, { width, height }: PixelSize): PixelSize {
  const factor = Math.sqrt(most / (width * height));
  const edge = (length: number) => Math.max(1, Math.floor(length * factor));
  return { width: edge(width), height: edge(height) };
}

function costsMoreThanPicture(model: Model, { method, size, quality, panels }: ScalingRequest, own: PixelSize) {
  const price = (references: readonly PixelSize[]) =>
    priceRequest(model, { method, size, quality, panels, prompt: '', references }).expected;
  const picture = price([]);
  return price([own]) - picture > picture;
}

/** Pixels of a scaled reference are another version of these rules. */
const scalingVersion = 1;

/** The name of a scaled reference in request keys: what it is made of and how, not its bytes, see `tileKey`. */
export const scaledKey = (sha256: string, { width, height }: PixelSize): string =>
  `scaled:${scalingVersion}:${width}x${height}:${sha256}`;
