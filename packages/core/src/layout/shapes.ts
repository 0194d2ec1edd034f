/**
 * The shapes panels are drawn in, as width over height. Every model in use draws these three or close to them, so a page is
 * laid out without asking which model draws it, and stays as it is when the model changes.
 */
export const aspects = { wide: 3 / 2, square: 1, tall: 2 / 3 } as const;

/** How far a slot may be from its shape, as a logarithm: 15 % of a frame is cropped at most. */
export const aspectTolerance = 0.15;

/** Pixels are whole, so plans stay a little inside the tolerance. */
export const plannedTolerance = 0.145;

/** The shape that is nearest to a width over height. */
export function nearestShape(aspect: number): number {
  const off = (shape: number) => Math.abs(Math.log(aspect / shape));
  return shapes.reduce((best, shape) => (off(shape) < off(best) ? shape : best));
}

const shapes = Object.values(aspects);

/** Readers do not miss less than this part of a frame. */
export const freeCrop = 0.15;

/** The part of a frame that a slot does not show; both as width over height. */
export const croppedPart = (slot: number, frame: number): number => 1 - Math.min(slot / frame, frame / slot);
