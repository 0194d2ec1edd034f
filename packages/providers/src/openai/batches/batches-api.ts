import type { FileOf } from '../../openai-family/reference-files.ts';
import type { FilesApi } from '../upload-file.ts';

/** The Batch API, and how it is waited for. */
export interface BatchesApi extends FilesApi {
  readonly fileOf: FileOf;
  /** Pictures that were uploaded, by their hash. */
  readonly uploads: Map<string, Upload>;
  /** Pause between two questions, in milliseconds. */
  readonly pollMs: number;
  /** How long the list is read for a batch whose acceptance was lost, in milliseconds. However often it is asked. */
  readonly lookupMs: number;
  /** Signs reports that a batch is over; null: none are expected. */
  readonly webhookSecret: string | null;
  /** The clock that all processes share, in milliseconds since the epoch. */
  readonly now: () => number;
}

export interface Upload {
  /** By the shared clock, in milliseconds since the epoch. */
  readonly at: number;
  readonly id: Promise<string>;
}

/** The pair of a batch's metadata that names it; the values of a key are read back from the list. */
export const nameKey = 'nextpanel_batch';

/** A day: "24h" is the only completion window there is. */
export const windowMs = 86_400_000;
