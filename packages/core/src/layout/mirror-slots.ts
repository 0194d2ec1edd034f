import type { Slot } from './plan-sheets.ts';
import type { Rectangle } from './rectangle.ts';

/** The slots as a mirror shows them: for reading from right to left, columns change places. */
export function mirrorSlots(slots: readonly Slot[], sheetWidth: number): Slot[] {
  const mirrored = (box: Rectangle) => sheetWidth - box.x - box.width;
  return slots.map((slot) => ({
    ...slot,
    x: mirrored(slot),
    ...(slot.textBox && { textBox: { ...slot.textBox, x: mirrored(slot.textBox) } }),
  }));
}
