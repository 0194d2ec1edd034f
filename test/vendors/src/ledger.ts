import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { VendorName } from './emulator.ts';

/** A picture a vendor was sent along with an order, in the bytes it arrived in. */
export interface ReceivedReference {
  readonly sha256: string;
  readonly bytes: Uint8Array;
  readonly mime: string;
  readonly width: number;
  readonly height: number;
}

export interface YieldedImage {
  /** SHA-256 of the bytes as answered, spoilt or not. */
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
  readonly requestId: string;
  /** `resp_…` or fal's request id: what the drawing can be collected under; null if only the answer itself has it. */
  readonly jobId: string | null;
  /** Headers by which a client names itself and its request; never a key. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where the vendor was told to report the end of the request; null if nowhere. */
  readonly webhook: string | null;
  readonly images: readonly YieldedImage[];
  readonly costUsd: number;
  /** The fault this drawing met, e.g. `reset-after-work`: paid, and never delivered. */
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

/** The headers of a call that say who asks and for which request. */
export function clientHeadersOf(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      clientHeaders.test(name) && value !== undefined ? [[name, String(value)]] : [],
    ),
  );
}

export const sha256Of = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
