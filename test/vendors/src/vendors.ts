import type { SeenCall } from './calls.ts';
import type { JudgeManner } from './chat/judge-manner.ts';
import type { Wear } from './drawing/wear.ts';
import type { CompatibleTraits, DrawingVendor, JudgedCall, VendorName } from './emulator.ts';
import type { FalMemory } from './fal/fal-history.ts';
import type { WebhookDelivery, WebhookManner } from './fal/webhooks.ts';
import type { Faults } from './faults/fault-queue.ts';
import type { LedgerEntry } from './ledger.ts';
import type { RateWindow } from './rate-windows.ts';
import type { SavedState } from './saved-state/saved-state.ts';
import type { UnderWay } from './under-way.ts';

export interface VendorsOptions {
  /** How long a drawing takes in addition to its CPU time (about 20 ms for 1024×1024), in milliseconds. Default 0. */
  readonly latencyMs?: number;
  /** How long an OpenAI batch takes before its first picture, in milliseconds. Default 0. */
  readonly batchMs?: number;
  /** Where OpenAI reports the end of batches, on this machine; `secret` is `whsec_` and base64. Default: nowhere. */
  readonly openaiWebhook?: { readonly url: string; readonly secret: string };
  /** Keys each vendor accepts. Default: any key that is not empty (self-hosted: no key needed). */
  readonly keys?: Partial<Record<VendorName, readonly string[]>>;
  /** Default: a free one. */
  readonly port?: number;
  /** Where clients reach it, when that is a proxy before it: addresses in answers begin with this. Its own if not given. */
  readonly publicUrl?: string;
  /** `YYYY-MM-DD`; models whose shutdown date has come are gone. Default 2026-11-22. */
  readonly today?: string;
  /** Pads pictures, PNG and JPEG, to at least this size. */
  readonly pictureBytes?: number;
  /** How pictures wear out that are drawn from pictures, see `openWear`. Default: not at all. */
  readonly wear?: Wear;
  /** Azure deployment names and their models; Default: the models that Azure documents, under their own names. */
  readonly deployments?: Readonly<Record<string, string>>;
  /** Traits of the self-hosted server. Default: all the bad ones. */
  readonly compatible?: Partial<CompatibleTraits>;
  /** What fal remembers of finished requests. Default: its history is open and lists them after 400 ms; results stay. */
  readonly fal?: Partial<FalMemory>;
  /** How the judge behind the chat server answers. Default: it knows every form and never errs. */
  readonly judge?: Partial<JudgeManner>;
  /** How many images vendors accept in which time. Default: any number. */
  readonly rates?: readonly RateWindow[];
  /** Called when a vendor has accepted an order and nothing of its answer was sent, unless the client has left by then. */
  readonly accepted?: (order: AcceptedOrder) => void;
  /** Continues from the saved state of another emulator. */
  readonly state?: SavedState;
}

/** An order that a vendor has just accepted: whatever happens to its sender now, it will be drawn and charged. */
export interface AcceptedOrder {
  readonly vendor: DrawingVendor;
  /** The key it came with, by which senders are distinguished; undefined: none. */
  readonly key: string | undefined;
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
  /** `NEXTPANEL_REVIEW_BASE_URL` */
  readonly chatUrl: string;
  /** Every paid drawing, in the order they were paid. */
  readonly ledger: readonly LedgerEntry[];
  /** Every request, paid or not, in the order received. */
  readonly calls: readonly SeenCall[];
  /** How many requests a vendor worked on at once. */
  readonly underWay: Pick<UnderWay, 'most'>;
  /** How the judge answers; it may be changed. */
  readonly judge: JudgeManner;
  /** Every answer of the judge, which is paid, in the order given. */
  readonly judged: readonly JudgedCall[];
  /** What fal remembers of finished requests; it may be changed. */
  readonly fal: FalMemory;
  readonly faults: Pick<Faults, 'next' | 'clear' | 'armed'>;
  readonly webhooks: {
    readonly deliveries: readonly WebhookDelivery[];
    deliver(requestId: string, manner: WebhookManner): Promise<WebhookDelivery>;
  };
  /** The state of this emulator, from which another one can continue. */
  readonly saveState: () => SavedState;
  /** Drops all connections and ends all work. Throws the failures of background work. */
  stop(): Promise<void>;
}
