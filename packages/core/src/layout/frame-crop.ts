import type { PixelSize } from '../picture.ts';
import type { PanelSpec } from '../story-spec.ts';
import type { Point } from './rectangle.ts';

/** How a frame covers its slot: the size it is scaled to, and the pixel of that which becomes the corner of the slot. */
export interface FrameCrop {
  readonly scaled: PixelSize;
  readonly left: number;
  readonly top: number;
}

/** Scales a frame, never stretched, until it covers the slot, and crops it around its focus. In pixels of the slot. */
export function cropFrame(frame: PixelSize, slot: PixelSize, focus?: PanelSpec['focus']): FrameCrop {
  const scale = Math.max(slot.width / frame.width, slot.height / frame.height);
  const scaled = {
    width: Math.max(slot.width, Math.round(frame.width * scale)),
    height: Math.max(slot.height, Math.round(frame.height * scale)),
  };
  return {
    scaled,
    left: cropStart(scaled.width, slot.width, focus?.x ?? 0.5),
    top: cropStart(scaled.height, slot.height, focus?.y ?? 0.5),
  };
}

/** Where a point of the frame, 0–1 from its top left corner, stands in the slot; one that is cropped away is outside. */
export const pointInSlot = ({ scaled, left, top }: FrameCrop, { x, y }: Point): Point => ({
  x: x * scaled.width - left,
  y: y * scaled.height - top,
});

const cropStart = (scaled: number, slot: number, focus: number): number =>
  Math.min(Math.max(Math.round(scaled * focus - slot / 2), 0), scaled - slot);

/** The other way round: which point of the frame, 0–1, stands at a point of the slot. */
export const pointInFrame = ({ scaled, left, top }: FrameCrop, { x, y }: Point): Point => ({
  x: (x + left) / scaled.width,
  y: (y + top) / scaled.height,
});
