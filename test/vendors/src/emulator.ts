import type { Calls } from './calls.ts';
import type { JudgeManner } from './chat/judge-manner.ts';
import type { Painter } from './drawing/painter.ts';
import type { ReceiveReference } from './drawing/receive-reference.ts';
import type { FalMemory } from './fal/fal-history.ts';
import type { Faults } from './faults/fault-queue.ts';
import type { MediaStore } from './http/media-store.ts';
import type { Ledger } from './ledger.ts';
import type { RateWindows } from './rate-windows.ts';
import type { UnderWay } from './under-way.ts';

export const vendorNames = ['openai', 'azure', 'fal', 'openai-compatible', 'chat'] as const;
export type VendorName = (typeof vendorNames)[number];

/** Those that draw. */
export type DrawingVendor = Exclude<VendorName, 'chat'>;

/** How a self-hosted server differs from OpenAI; real servers have each of these traits. */
export interface CompatibleTraits {
  /** Answers `url` instead of `b64_json`. */
  readonly url: boolean;
  /** Reports usage. */
  readonly usage: boolean;
  /** Draws one picture whatever `n` is. */
  readonly ignoresN: boolean;
  /** Draws this size whatever `size` is; null draws the requested size. */
  readonly size: string | null;
}

/** One answer of the judge. */
export interface JudgedCall {
  readonly model: string;
  /** The form of answer that was asked for; null: none. */
  readonly form: string | null;
  /** Numbers of the frames it was shown. */
  readonly frames: readonly number[];
  /** Everything it was asked, without the pictures. */
  readonly words: string;
  readonly fault: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The parts of one emulator, which each vendor's code gets. */
export interface Emulator {
  readonly latencyMs: number;
  /** How long an OpenAI batch takes before its first picture, in milliseconds. */
  readonly batchMs: number;
  /** The webhook of the OpenAI project; null if it has none. */
  readonly openaiWebhook: { readonly url: string; readonly secret: string } | null;
  /** Today's date, `YYYY-MM-DD`: models past their shutdown date are gone. */
  readonly today: string;
  /** Keys a vendor accepts. A vendor that is not listed accepts any key, but requires one. */
  readonly keys: Readonly<Partial<Record<VendorName, readonly string[]>>>;
  /** Azure deployment names and the models they stand for. */
  readonly deployments: Readonly<Record<string, string>>;
  readonly compatible: CompatibleTraits;
  readonly fal: FalMemory;
  /** How the judge behind the chat server answers. */
  readonly judge: JudgeManner;
  /** Its answers, which are paid, in the order they were given. */
  readonly judged: JudgedCall[];
  readonly ledger: Ledger;
  readonly calls: Calls;
  readonly underWay: UnderWay;
  readonly faults: Faults;
  readonly rates: RateWindows;
  readonly media: MediaStore;
  readonly painter: Painter;
  readonly receiveReference: ReceiveReference;
  /** Aborted when the emulator stops, which ends all waiting. */
  readonly stopped: AbortSignal;
  /** `http://127.0.0.1:PORT`, known once it listens. */
  readonly base: () => string;
  /** Tracks work that is not awaited: it ends with the emulator, which reports its failures. */
  readonly follow: (work: Promise<unknown>) => void;
}
