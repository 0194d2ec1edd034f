import type { SeenCall } from './calls.ts';
import type { CompatibleTraits, VendorName } from './emulator.ts';
import type { WebhookDelivery, WebhookManner } from './fal/webhooks.ts';
import type { Faults } from './faults/fault-queue.ts';
import type { LedgerEntry } from './ledger.ts';
import type { SavedState } from './saved-state/saved-state.ts';
import type { UnderWay } from './under-way.ts';

export interface VendorsOptions {
  /** How long a drawing takes, besides its CPU time (some 20 ms for 1024×1024); 0 if not given. */
  readonly latencyMs?: number;
  /** Keys each vendor accepts; without, any key that is not empty (self-hosted: none needed). */
  readonly keys?: Partial<Record<VendorName, readonly string[]>>;
  /** A free one if not given. */
  readonly port?: number;
  /** Where clients reach it, when that is a proxy before it: addresses in answers begin with this. Its own if not given. */
  readonly publicUrl?: string;
  /** `YYYY-MM-DD`; models whose shutdown date it has reached are gone. 2026-11-22 if not given. */
  readonly today?: string;
  /** Pads pictures, PNG and JPEG, to at least this size. */
  readonly pictureBytes?: number;
  /** Azure deployment names and their models; without, models Azure documents are deployed under their own names. */
  readonly deployments?: Readonly<Record<string, string>>;
  /** Traits of the self-hosted server; by default it has all the bad ones. */
  readonly compatible?: Partial<CompatibleTraits>;
  /** Starts with what another emulator knew. */
  readonly state?: SavedState;
}

/** A running emulator of all vendors on one port of 127.0.0.1. */
export interface Vendors extends AsyncDisposable {
  readonly url: string;
  /** `OPENAI_BASE_URL` */
  readonly openaiUrl: string;
  /** `AZURE_OPENAI_ENDPOINT` */
  readonly azureUrl: string;
  /** `FAL_BASE_URL` */
  readonly falUrl: string;
  /** `OPENAI_COMPATIBLE_BASE_URL` */
  readonly compatibleUrl: string;
  /** Every paid drawing, in the order they were paid. */
  readonly ledger: readonly LedgerEntry[];
  /** Every request, paid or not, in the order they came. */
  readonly calls: readonly SeenCall[];
  /** How many requests a vendor worked at, at once. */
  readonly underWay: Pick<UnderWay, 'most'>;
  readonly faults: Pick<Faults, 'next' | 'clear' | 'armed'>;
  readonly webhooks: {
    readonly deliveries: readonly WebhookDelivery[];
    deliver(requestId: string, manner: WebhookManner): Promise<WebhookDelivery>;
  };
  /** What this emulator knows, for one that is to continue in its place. */
  saveState(): SavedState;
  /** Drops all connections and ends all work. Throws what went wrong in work nobody waited for. */
  stop(): Promise<void>;
}
