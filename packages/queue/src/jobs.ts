import type { BookFormat, ProviderId } from '@nextpanel/core';

/**
 * The catalogue of jobs. A job carries ids only; losing one, or running it twice, is harmless, since what is to be done
 * follows from the stored state. Job ids are derived, so adding a job that is there already does nothing.
 */

/** Draws a story, one batch a pick-up; in the queue of its provider. */
export interface DrawJob {
  readonly story: string;
}

/** Composes a sheet, or binds a book; in the queue `finalize`. */
export type FinalizeJob =
  | { readonly kind: 'sheet'; readonly story: string; readonly sheet: number }
  | { readonly kind: 'book'; readonly story: string; readonly format: BookFormat };

export const drawQueueName = (provider: ProviderId): string => `draw-${provider}`;
export const finalizeQueueName = 'finalize';

export const drawJobId = ({ story }: DrawJob): string => story;
export const finalizeJobId = (job: FinalizeJob): string =>
  job.kind === 'sheet' ? `${job.story}-sheet-${job.sheet}` : `${job.story}-book-${job.format}`;

/** Completed and failed jobs are removed at once: BullMQ ignores an id it still keeps as finished. */
export const jobDefaults = { removeOnComplete: true, removeOnFail: true } as const;
