import type { PictureFormat } from '../drawing/order.ts';
import type { Emulator, VendorName } from '../emulator.ts';
import type { FaultName } from '../faults/fault-facts.ts';
import type { MetFault } from '../faults/fault-queue.ts';
import type { Call, Reply } from '../http/reply.ts';
import type { ImagesApiError } from './images-api-error.ts';
import type { ImageModel } from './models.ts';

/** Where one vendor's Images API differs from the others'. */
export interface ImagesVendor {
  readonly vendor: VendorName;
  readonly formats: readonly PictureFormat[];
  /** Whether edits are also accepted as JSON. */
  readonly jsonEdits: boolean;
  /** Whether a parameter that is unknown, or not supported by the model, is refused. */
  readonly strict: boolean;
  /** The batch that this call is part of, and the share of the price that is charged in it. */
  readonly batch?: { readonly id: string; readonly share: number };
  /** The answer to a call without a valid key; null if the key is valid. */
  refuseKey(emulator: Emulator, call: Call): Reply | null;
  /** The model of this name (in body or path), or the answer to an unknown name. */
  chooseModel(emulator: Emulator, name: string | undefined, call: Call): ImageModel | Reply;
  /** The vendor's envelope for a refused order. */
  refusal(error: ImagesApiError, call: Call): Reply;
  /** Its answer to a refusing fault. */
  faultReply(fault: MetFault, call: Call): Reply;
  /** Headers of every answer. */
  readonly headers: (call: Call) => Record<string, string>;
  /** Final changes to the answer: content filter results, `url` for `b64_json`, no usage. */
  shape(emulator: Emulator, answer: ImagesAnswer): unknown;
  /** The whole answer, where the fault gives it another form; null: as usual. Vendors without it always answer as usual. */
  oddly?(emulator: Emulator, fault: FaultName, answer: ImagesAnswer, edit: boolean): Reply | null;
}

export interface ImagesAnswer {
  readonly created: number;
  readonly background: string;
  readonly output_format: string;
  readonly quality: string;
  readonly size: string;
  readonly data: readonly { readonly b64_json: string }[];
  readonly usage: unknown;
}
