import type { ProviderId } from '@nextpanel/core';

/**
 * All kinds of jobs. A job carries ids only; losing one or running it twice is harmless, since the stored state determines what
 * is to be done. Job ids are derived, so adding a job that exists already does nothing.
 */

/** Draws a story, one batch per turn; in the queue of its provider. */
export interface DrawJob {
  readonly story: string;
}

/** Composes a sheet, or binds a book; in the queue `finalize`. `language`: of an edition; absent for the original. */
export type ComposeJob =
  | { readonly kind: 'sheet'; readonly story: string; readonly sheet: number; readonly language?: string }
  | {
      readonly kind: 'book';
      readonly story: string;
      /** Name of the book. */
      readonly format: string;
      readonly language?: string;
    };

/** Moves unreferenced artifacts to the trash; in the queue `finalize`, without a story. */
export interface SweepJob {
  readonly kind: 'sweep';
}

export type FinalizeJob = ComposeJob | SweepJob;

export const drawQueueName = (provider: ProviderId): string => `draw-${provider}`;
export const finalizeQueueName = 'finalize';

export const drawJobId = ({ story }: DrawJob): string => story;
export const finalizeJobId = (job: ComposeJob): string =>
  [job.story, job.kind, job.kind === 'sheet' ? job.sheet : job.format, ...(job.language ? [job.language] : [])].join(
    '-',
  );

/** Version of what jobs carry. */
const jobVersion = 1;

/** A job as it is stored. */
export const withVersion = <Job extends object>(job: Job) => ({ ...job, version: jobVersion });

/** Whether a newer release stored this job: it is left to the processes of that release. */
export const isNewerJob = (stored: object): boolean => 'version' in stored && Number(stored.version) > jobVersion;

/** How long a job of a newer release is put off by a process that does not know it, in milliseconds. */
export const newerJobMs = 5_000;

/** One sweep at a time. A request during a sweep leads to one more after it, which finds what was added in between. */
export const sweepOnce = { id: 'sweep', keepLastIfActive: true } as const;

/** Completed and failed jobs are removed at once: BullMQ ignores a new job whose id it still keeps as finished. */
export const jobDefaults = { removeOnComplete: true, removeOnFail: true } as const;
