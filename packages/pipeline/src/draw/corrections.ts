import type { OrderedFrame } from '@nextpanel/store';

const suffix = '~corrected';

/**
 * What a corrective retake is drawn for. No panel of a batch asks for it, so that whatever comes of it becomes a take, whenever it comes;
 * it is chosen only when a judge finds it better.
 */
export const correctedTarget = (panel: string): string => `${panel}${suffix}`;

/** Whether a request is a corrective retake: nothing waits for it, and it fails nothing. */
export const isCorrection = (frames: readonly Pick<OrderedFrame, 'target'>[]): boolean =>
  frames.length > 0 && frames.every(({ target }) => target.endsWith(suffix));
