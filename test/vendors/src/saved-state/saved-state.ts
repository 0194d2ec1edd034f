import type { PixelSize } from '@nextpanel/core';
import type { PictureFormat } from '../drawing/order.ts';
import type { FalJob } from '../fal/fal-jobs.ts';
import type { MetFault } from '../faults/fault-queue.ts';
import type { LedgerEntry, ReceivedReference } from '../ledger.ts';
import type { ResponseJob } from '../openai/responses/response-jobs.ts';

/**
 * Everything a vendor remembers, as plain JSON: requests that wait, run or are finished, the files it keeps, and what was
 * paid. Not saved: the list of calls, armed faults, webhook deliveries and the key webhooks are signed with.
 */
export interface SavedState {
  readonly version: 1;
  /** The address this emulator was reached at. Answers that contain it are given the new one. */
  readonly base: string;
  /** SHA-256 → bytes in base64: media, references and drawn pictures, each stored once. */
  readonly files: Readonly<Record<string, string>>;
  readonly media: readonly SavedMedia[];
  /** How often each order was drawn; the next drawing of it gives another picture. */
  readonly drawings: readonly (readonly [order: string, times: number])[];
  readonly ledger: readonly SavedLedgerEntry[];
  readonly fal: readonly SavedFalJob[];
  readonly responses: readonly SavedResponse[];
}

export interface SavedMedia {
  readonly name: string;
  readonly sha256: string;
  readonly mime: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number | null;
}

export type SavedReference = Omit<ReceivedReference, 'bytes'>;

export type SavedLedgerEntry = Omit<LedgerEntry, 'references'> & { readonly references: readonly SavedReference[] };

export type SavedFalJob = Omit<FalJob, 'endpoint' | 'cancelled'> & {
  readonly endpoint: string;
  readonly cancelled: boolean;
};

/** Pictures in `output` are stored as `{ "sha256": … }` in place of their base64 text. */
export type SavedResponse = Omit<ResponseJob, 'order' | 'cancelled' | 'output'> & {
  readonly cancelled: boolean;
  readonly output: readonly Readonly<Record<string, unknown>>[];
  readonly fault: MetFault | null;
  readonly order: {
    readonly model: string;
    readonly prompt: string;
    readonly references: readonly SavedReference[];
    readonly n: number;
    readonly size: PixelSize;
    readonly format: PictureFormat;
    readonly compression: number;
    readonly requestId: string;
    readonly headers: Readonly<Record<string, string>>;
  };
};
