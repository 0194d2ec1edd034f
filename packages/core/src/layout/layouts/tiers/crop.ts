import type { PixelSize } from '../../../picture.ts';
import { croppedPart, freeCrop, nearestShape } from '../../shapes.ts';

/** More than anything else that speaks against an arrangement: a page that crops nothing is taken if there is one. */
const costs = { frame: 2, part: 3 } as const;

/** What it costs that frames of these aspects are cropped to these slots; 0: nothing that another arrangement would spare. */
export function cropOf(slots: readonly PixelSize[], frames: readonly (number | null)[]): number {
  return slots.reduce((sum, slot, index) => sum + cropCost(slot.width / slot.height, frames[index] ?? null), 0);
}

/**
 * A frame in the shape of its slot costs nothing, whatever is cropped: it is the nearest its model draws, so no other
 * arrangement of the page would do better, and its page must not change once it is drawn.
 */
export function cropCost(slot: number, frame: number | null): number {
  if (frame === null || nearestShape(slot) === nearestShape(frame)) return 0;
  const cropped = croppedPart(slot, frame);
  return cropped <= freeCrop ? 0 : costs.frame + costs.part * (cropped - freeCrop);
}
