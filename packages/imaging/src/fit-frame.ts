import { cropFrame, NextpanelError, type PanelSpec, type PixelSize } from '@nextpanel/core';
import type { Sharp } from './load-sharp.ts';

export interface FitFrameInput {
  readonly number: number;
  readonly frame: Uint8Array;
  readonly focus?: PanelSpec['focus'];
}

/**
 * Decodes a frame, scales it to cover the slot, crops it around its focus (it is never stretched) and draws a black border on
 * its edge. Returns raw RGB rows of the slot's size. A frame of exactly that size is not resampled.
 */
export async function fitFrame(
  sharp: Sharp,
  { number, frame, focus }: FitFrameInput,
  slot: PixelSize,
  border: number,
): Promise<{ pixels: Buffer; croppedShare: number }> {
  try {
    const decoder = sharp(frame, { failOn: 'error' }).autoOrient();
    const { autoOrient } = await decoder.metadata();
    const { scaled, left, top } = cropFrame(autoOrient, slot, focus);
    const edge = Math.min(border, Math.floor((Math.min(slot.width, slot.height) - 1) / 2));
    const pixels = await decoder
      .resize(scaled.width, scaled.height, { fit: 'fill' })
      .extract({
        left: edge + left,
        top: edge + top,
        width: slot.width - 2 * edge,
        height: slot.height - 2 * edge,
      })
      .flatten({ background: '#ffffff' })
      .extend({ top: edge, bottom: edge, left: edge, right: edge, background: '#141414' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer();
    return { pixels, croppedShare: 1 - (slot.width * slot.height) / (scaled.width * scaled.height) };
  } catch (cause) {
    throw new NextpanelError(
      'picture_unreadable',
      `The frame of panel ${number} cannot be decoded; retake or upload it again.`,
      {
        cause,
      },
    );
  }
}
