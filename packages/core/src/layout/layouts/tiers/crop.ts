import type { PixelSize } from '../../../picture.ts';

/** Readers do not miss less than this part of a frame. */
const freeCrop = 0.15;

const costs = { frame: 0.5, part: 1.5 } as const;

/** What it costs that frames of these aspects are cropped to these slots; 0: none of them by more than 15 %. */
export function cropOf(slots: readonly PixelSize[], frames: readonly (number | null)[]): number {
  return slots.reduce((sum, slot, index) => sum + cropCost(slot.width / slot.height, frames[index] ?? null), 0);
}

export function cropCost(slot: number, frame: number | null): number {
  if (frame === null) return 0;
  const cropped = 1 - Math.min(slot / frame, frame / slot);
  return cropped <= freeCrop ? 0 : costs.frame + costs.part * (cropped - freeCrop);
}
