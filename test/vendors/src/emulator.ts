import type { Calls } from './calls.ts';
import type { Painter } from './drawing/painter.ts';
import type { ReceiveReference } from './drawing/receive-reference.ts';
import type { Faults } from './faults/fault-queue.ts';
import type { MediaStore } from './http/media-store.ts';
import type { Ledger } from './ledger.ts';
import type { UnderWay } from './under-way.ts';

export const vendorNames = ['openai', 'azure', 'fal', 'openai-compatible'] as const;
export type VendorName = (typeof vendorNames)[number];

/** How a self-hosted server differs from OpenAI; each trait is one that real ones have. */
export interface CompatibleTraits {
  /** Answers `url` instead of `b64_json`. */
  readonly url: boolean;
  /** Says what was used. */
  readonly usage: boolean;
  /** Draws one picture whatever `n` asks for. */
  readonly ignoresN: boolean;
  /** Draws this size whatever `size` asks for; null draws what was asked. */
  readonly size: string | null;
}

/** What every vendor's corner is handed: the parts of one emulator. */
export interface Emulator {
  readonly latencyMs: number;
  /** The day it is, `YYYY-MM-DD`: models past their shutdown date are gone. */
  readonly today: string;
  /** Keys a vendor accepts; a vendor that is not named accepts any key, but wants one. */
  readonly keys: Readonly<Partial<Record<VendorName, readonly string[]>>>;
  /** Azure deployment names and the models they stand for. */
  readonly deployments: Readonly<Record<string, string>>;
  readonly compatible: CompatibleTraits;
  readonly ledger: Ledger;
  readonly calls: Calls;
  readonly underWay: UnderWay;
  readonly faults: Faults;
  readonly media: MediaStore;
  readonly painter: Painter;
  readonly receiveReference: ReceiveReference;
  /** Aborted when the emulator stops: whatever waits, waits no longer. */
  readonly stopped: AbortSignal;
  /** `http://127.0.0.1:PORT`, known once it listens. */
  readonly base: () => string;
  /** Follows work nobody awaits; it ends with the emulator, and its failure is not lost. */
  readonly follow: (work: Promise<unknown>) => void;
}
