import type { PictureFormat } from '../drawing/order.ts';
import type { Emulator, VendorName } from '../emulator.ts';
import type { MetFault } from '../faults/fault-queue.ts';
import type { Call, Reply } from '../http/reply.ts';
import type { ImagesApiError } from './images-api-error.ts';
import type { ImageModel } from './models.ts';

/** Where one vendor's Images API differs from the others'. */
export interface ImagesVendor {
  readonly vendor: VendorName;
  readonly formats: readonly PictureFormat[];
  /** Whether edits are taken as JSON too. */
  readonly jsonEdits: boolean;
  /** Whether an unknown parameter is refused. */
  readonly strict: boolean;
  /** Throws what the vendor answers to a call without a good key. */
  checkKey(emulator: Emulator, call: Call): void;
  /** Throws the vendor's 404. `name` is what body or path named; undefined if nothing did. */
  chooseModel(emulator: Emulator, name: string | undefined): ImageModel;
  /** The vendor's envelope and headers for a refusal. */
  refusal(error: ImagesApiError, call: Call): Reply;
  /** The error a refusing fault means here. */
  errorOf(fault: MetFault): { error: ImagesApiError; headers?: Readonly<Record<string, string>> } | Reply;
  /** Headers of every good answer. */
  headers(call: Call): Record<string, string>;
  /** Last changes to the answer: content filter results, `url` for `b64_json`, no usage. */
  shape(emulator: Emulator, answer: ImagesAnswer): unknown;
}

export interface ImagesAnswer {
  readonly created: number;
  readonly background: string;
  readonly output_format: string;
  readonly quality: string;
  readonly size: string;
  readonly data: readonly Readonly<Record<string, unknown>>[];
  readonly usage: unknown;
}
