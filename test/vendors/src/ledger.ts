import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { VendorName } from './emulator.ts';

/** A reference picture of an order, with its bytes as received. */
export interface ReceivedReference {
  readonly sha256: string;
  readonly bytes: Uint8Array;
  readonly mime: string;
  readonly width: number;
  readonly height: number;
}

/** A mask of an order. */
export type ReceivedMask = Omit<ReceivedReference, 'bytes'>;

export interface YieldedImage {
  /** SHA-256 of the bytes as sent, damaged or not. */
  readonly sha256: string;
  readonly bytes: number;
  readonly mime: string;
}

/** One paid drawing. */
export interface LedgerEntry {
  readonly vendor: VendorName;
  /** Path of the order, e.g. `/v1/images/edits` or `openai/gpt-image-2/edit`. */
  readonly endpoint: string;
  readonly model: string;
  readonly prompt: string;
  /** In the order received. */
  readonly references: readonly ReceivedReference[];
  /** The mask that came with them; absent: there was none. */
  readonly mask?: ReceivedMask;
  readonly requestId: string;
  /** `resp_…` or fal's request id: the id under which the drawing can be collected; null if only the answer contains it. */
  readonly jobId: string | null;
  /** Headers that identify the client and its request; never a key. */
  readonly headers: Readonly<Record<string, string>>;
  /** The webhook of the request; null if there is none. */
  readonly webhook: string | null;
  readonly images: readonly YieldedImage[];
  readonly costUsd: number;
  /** The fault that struck this drawing, e.g. `reset-after-work`: paid and never delivered. */
  readonly fault: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface Ledger {
  readonly entries: readonly LedgerEntry[];
  add(entry: LedgerEntry): void;
}

export function openLedger(): Ledger {
  const entries: LedgerEntry[] = [];
  return { entries, add: (entry) => void entries.push(entry) };
}

const clientHeaders =
  /^(idempotency-key|x-client-request-id|x-request-id|user-agent|x-stainless-retry-count|openai-(organization|project)|x-fal-.*)$/;

/** The headers of a call that identify the client and the request. */
export function clientHeadersOf(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      clientHeaders.test(name) && value !== undefined ? [[name, String(value)]] : [],
    ),
  );
}

export const sha256Of = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
