import type { MicroUsd } from './money.ts';
import type { Picture, PixelSize } from './picture.ts';
import type { Method, ProviderId } from './story-spec.ts';

/** One call to a provider: the unit of money. */
export interface DrawRequest {
  /** The request's identity, see `requestKey`. */
  readonly key: string;
  readonly model: string;
  readonly method: Method;
  readonly size: PixelSize;
  readonly quality: string | undefined;
  readonly language: string;
  /** The composed words. */
  readonly prompt: string;
  /** The panels this request draws, in order: one for `panels`, the batch's for the other methods. */
  readonly panels: readonly RequestedPanel[];
  /** Pictures that go along, in order of importance: cast, anchor, reference frame. */
  readonly references: readonly Picture[];
  /** The reference frame among them: last frame of the batch before; null in a first batch. */
  readonly referenceFrame: Picture | null;
}

export interface RequestedPanel {
  readonly number: number;
  readonly prompt: string;
  readonly characters: readonly { readonly id: string; readonly name: string }[];
}

/** What a request yielded: the frames in panel order, bytes untouched. */
export interface Drawn {
  readonly frames: readonly Uint8Array[];
  readonly costMicroUsd: MicroUsd;
}

/** The vendor's answer to an order: done already, or accepted under an id by which it can be found again. */
export type Ordered =
  | { readonly kind: 'drawn'; readonly drawn: Drawn }
  | { readonly kind: 'accepted'; readonly vendorId: string };

/**
 * A vendor adapter. Errors are NextpanelErrors that say whether to retry, when, and whether money may be gone.
 * `signal` aborts waiting; whether the vendor's work stops with it is the vendor's affair.
 */
export interface Provider {
  readonly id: ProviderId;
  /** Requests that may be under way at once in one process. */
  readonly concurrency: number;
  /** Whether a request accepted under a vendor id can be collected by another process: then a drain need not wait for it. */
  readonly reattachable: boolean;
  /** The vendor parameters of a request that are part of its key. */
  parameters(request: Omit<DrawRequest, 'key'>): Readonly<Record<string, unknown>>;
  /** Orders the drawing; one call spends at most once. */
  submit(request: DrawRequest, signal: AbortSignal): Promise<Ordered>;
  /** Waits for an accepted request. Safe to repeat from any process. */
  collect(request: DrawRequest, vendorId: string, signal: AbortSignal): Promise<Drawn>;
}
