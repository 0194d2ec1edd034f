import {
  fittingReference,
  type Model,
  type Picture,
  type ScalingRequest,
  say,
  scaledKey,
  scaledReference,
  tileKey,
  tileSize,
} from '@nextpanel/core';

/** A tile that is planned and not composed: its hash is the name by which request keys know it. */
export interface TilePicture extends Picture {
  readonly cells: readonly Picture[];
}

/**
 * A picture that is sent smaller than it is, or as a PNG since the model does not read its own format, and not made yet: its hash is
 * the name by which request keys know it.
 */
export interface ScaledPicture extends Picture {
  readonly original: Picture;
}

export type PlannedPicture = Picture | TilePicture | ScaledPicture;

export const planTile = (cells: readonly (Picture | TilePicture)[]): TilePicture => ({
  ...tileSize(cells.length),
  mime: 'image/png',
  sha256: tileKey(cells.map(({ sha256 }) => sha256)),
  bytes: new Uint8Array(),
  cells,
});

export const isTile = (picture: PlannedPicture): picture is TilePicture => 'cells' in picture;

/**
 * The picture as it is sent with a request.
 *
 * @param scales whether the recipe sends large pictures at the size that the model sees
 */
export function planSent(picture: Picture, model: Model, request: ScalingRequest, scales: boolean): PlannedPicture {
  const seen = scales ? scaledReference(model, request, picture) : null;
  const fitting = fittingReference(model, picture, picture.bytes.length);
  const size = seen && fitting ? (seen.width < fitting.width ? seen : fitting) : (seen ?? fitting);
  if (size === null) return model.reference.mimes.includes(picture.mime) ? picture : asPng(picture);
  return {
    ...size,
    mime: 'image/png',
    sha256: scaledKey(picture.sha256, size),
    bytes: new Uint8Array(),
    original: picture,
  };
}

/** The same picture as a PNG of its own size. */
export const asPng = (picture: Picture): ScaledPicture => ({
  width: picture.width,
  height: picture.height,
  mime: 'image/png',
  sha256: scaledKey(picture.sha256, picture),
  bytes: new Uint8Array(),
  original: picture,
});

export const isScaled = (picture: PlannedPicture): picture is ScaledPicture => 'original' in picture;

/** What a picture's reason says about how it is sent. */
export function describeSending(picture: PlannedPicture | undefined, { reference: { maxBytes: most } }: Model): string {
  if (!picture || !isScaled(picture)) return '';
  const { width, height, original } = picture;
  if (width !== original.width || height !== original.height) {
    const size = `${width}×${height}`;
    return `; ${say(original.bytes.length > most ? 'sent.taken_at' : 'sent.seen_at', { size })}`;
  }
  return `; ${say('sent.as_png', { format: original.mime.replace('image/', '').toUpperCase() })}`;
}
