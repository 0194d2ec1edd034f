import type { Model } from './catalogue/model.ts';
import type { NextpanelError } from './error.ts';
import { type ErrorCode, errorCodes, pausesProvider } from './errors/catalogue.ts';
import type { MicroUsd } from './money.ts';
import type { Picture, PictureFacts, PixelSize } from './picture.ts';
import type { Method, ProviderId } from './story-spec.ts';

/** A picture by its content address; the bytes are in the artifact store. */
export interface PictureReference extends PictureFacts {
  readonly sha256: string;
}

/**
 * What one request asks for. It is stored before anything is sent, and defines the request from then on: later turns collect
 * by it, whatever today's prompts, defaults and catalogue would compose.
 */
export interface Order {
  /** Names this order among all of the installation; webhook addresses carry it. */
  readonly id: string;
  /** Serves recall only, see `requestKey`. */
  readonly key: string;
  /** The catalogue entry it was composed and priced with. */
  readonly model: Model;
  readonly method: Method;
  /** Of one frame. */
  readonly size: PixelSize;
  /** As the user wrote it; undefined leaves it to the provider's default for the model. */
  readonly quality: string | undefined;
  readonly language: string;
  /** Use a route on which an accepted request can be found again after a crash, where the vendor has one. */
  readonly recoverable: boolean;
  /** `low` where the story asks for it; the vendor's own filter otherwise. */
  readonly moderation?: 'low';
  /** Of this drawing: a retake has another than the panel's first. */
  readonly seed?: number;
  /** Parameters of a self-hosted server, as the story says them. */
  readonly extra?: Readonly<Record<string, string | number | boolean>>;
  /** The composed words. */
  readonly prompt: string;
  /** The panels this request draws, in order: one for `panels`, the batch's for the other methods. */
  readonly panels: readonly OrderedPanel[];
  /** Names the vendor batch that it is sent in, with the other orders of that name; absent: it is sent on its own. */
  readonly vendorBatch?: string;
  /** Pictures that go along, in order of importance: cast, anchor, reference frame. */
  readonly references: readonly PictureReference[];
  /**
   * The area of the first reference that may change, as a mask of its size: transparent where it may. What is drawn is pasted over that
   * reference within it. Absent: the whole picture is drawn.
   */
  readonly mask?: PictureReference;
  /** The reference frame among them: the last frame of the previous batch; null in a first batch. */
  readonly referenceFrame: PictureReference | null;
}

/** An order with the bytes of its pictures, ready to be prepared and submitted. */
export interface DrawRequest extends Order {
  readonly references: readonly Picture[];
  readonly mask?: Picture;
  readonly referenceFrame: Picture | null;
}

export interface OrderedPanel {
  readonly number: number;
  readonly prompt: string;
  /** From left to right. `at`: where the panel places the figure, 0–1 from the left. */
  readonly characters: readonly { readonly id: string; readonly name: string; readonly at?: number }[];
}

/**
 * The exact body of a request as JSON, upload addresses included. Pictures that are sent as bytes are named by their hash.
 * It is stored before it is sent, so that the vendor can be asked about it later.
 */
export type PreparedBody = Readonly<Record<string, unknown>>;

/**
 * What a request yielded: the frames in panel order, bytes untouched, null in the place of one that did not come. A
 * `contact-sheet` yields one picture, which the pipeline cuts. Fewer frames than asked for is no error here: what came is paid
 * and kept.
 */
export interface Drawn {
  readonly frames: readonly (Uint8Array | null)[];
  /** Indices of frames that the vendor marked as refusals: what it sent is a blackened picture. */
  readonly blocked?: readonly number[];
  readonly costMicroUsd: MicroUsd;
  /** The vendor's id of the call, if the answer had one: its support asks for it. */
  readonly requestId?: string;
}

/** The vendor's answer to an order: done already, or accepted under an id by which it can be found again. */
export type Ordered =
  | { readonly kind: 'drawn'; readonly drawn: Drawn }
  | { readonly kind: 'accepted'; readonly vendorId: string };

/** What is known of an order whose answer was lost, beside the order and the body that was sent. */
export interface LostOrder {
  /** When it was marked as sent, by the clock that all processes share, in milliseconds since the epoch. */
  readonly orderedAt: number;
  /** When its answer was given up: it may have reached the vendor until then. */
  readonly lostAt: number;
  /** How many orders with this very body are looked for, this one included: their pictures may stand for each other. */
  readonly alike: number;
  /** The pictures that went along were uploaded again since, so that their addresses are others. */
  readonly uploadedAgain?: true;
  /** Whether a vendor id, as `collect` takes it, is known to answer another order. */
  isTaken(vendorId: string): Promise<boolean>;
}

/**
 * What a vendor's own list of requests says about a lost order. `found`: it arrived. `absent`: it never did, and nothing was paid.
 * `not_yet`: it may still appear; look again after `againMs`, at the latest until `until`. `unknown`: the vendor cannot say; `reason`
 * is for people.
 */
export type LookupAnswer =
  | { readonly kind: 'found'; readonly vendorId: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'not_yet'; readonly againMs: number; readonly until: number }
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * Codes of the errors a provider throws, so that what follows from each is decided in one place. Besides its code an error
 * says whether to retry, when, and whether money may be gone.
 */
export const vendorErrorCodes = [
  /** Too many requests: retryable, uses up no try. `retryAfterMs` when the vendor says so. */
  'rate_limited',
  /** No credit left: the provider is paused for all. */
  'quota_exhausted',
  /** The vendor does not accept the key (401): the provider is paused for all. */
  'wrong_credentials',
  /** The key may not do this, or the account is blocked (403): the provider is paused for all. */
  'forbidden',
  /** The vendor does not know the model, or no longer. */
  'model_not_found',
  /** The vendor refuses the request as it is; repeating it is useless. */
  'invalid_request',
  /** It draws from words only: there is no way to send it pictures. */
  'edits_unsupported',
  /** The vendor answered that it drew and charged nothing: free. */
  'nothing_drawn',
  /** JSON with neither pictures nor an id in it: final, money `possibly`. */
  'answer_not_understood',
  /** Its answer says where the pictures are, but they cannot be fetched from there: final, paid, collectable. */
  'picture_unreachable',
  /** Blocked by the vendor's content rules; `detail.stage` and `detail.categories` where given. */
  'moderation_blocked',
  /** The vendor failed (5xx): retryable. */
  'server_error',
  /** Nothing, or only a part, came back: retryable; money `possibly` once the request may have arrived. */
  'connection_lost',
  /** No answer in time: as `connection_lost`. */
  'vendor_timeout',
  /** The answer is not what the vendor documents (HTML, broken JSON, empty picture): retryable, `possibly` or `paid`. */
  'bad_response',
  /** The result was kept by the vendor for a while only, and that is over: paid. */
  'result_expired',
] as const satisfies readonly ErrorCode[];
export type VendorErrorCode = (typeof vendorErrorCodes)[number];

/** Errors that no story can resolve: the provider is paused for all until its credential changes or an operator resumes it. */
export const pausingCodes: readonly string[] = errorCodes.filter(pausesProvider);

/**
 * A vendor adapter. Errors are NextpanelErrors with a code of `vendorErrorCodes`. `signal` aborts waiting; whether the
 * vendor's work stops with it is the vendor's affair.
 */
export interface Provider {
  readonly id: ProviderId;
  /** Hash of the credential, never the credential: a provider paused for its key is lifted when this changes. */
  readonly fingerprint: string;
  /** The vendor parameters of a request that are part of its key. */
  parameters(request: Omit<Order, 'id' | 'key'>): Readonly<Record<string, unknown>>;
  /**
   * Composes the exact body and uploads what it must name by address. Free and safe to repeat: it orders nothing, and every
   * error it throws has money `none`.
   */
  prepare(request: DrawRequest, signal: AbortSignal): Promise<PreparedBody>;
  /**
   * Whether the vendor answers a submit of this order with an id, before it draws anything. Such submits are made a few at a time: until
   * its id is saved, a crash loses sight of what was accepted. Absent: never.
   */
  accepts?(order: Order): boolean;
  /** Sends a prepared body: one call spends at most once, and never repeats itself. */
  submit(request: DrawRequest, body: PreparedBody, signal: AbortSignal): Promise<Ordered>;
  /**
   * Waits for an accepted request. Safe to repeat from any process. A retryable error with money `none` means that asking
   * failed, not the request: it is asked again later. When the request itself has failed at no cost, `detail.ended` is true,
   * and its panels are ordered again.
   *
   * @param open loads the bytes of a picture the order names; throws when they are missing or damaged
   */
  collect(
    order: Order,
    vendorId: string,
    signal: AbortSignal,
    open: (picture: PictureReference) => Promise<Picture>,
  ): Promise<Drawn>;
  /**
   * Looks a lost order up at the vendor, once. Free and safe to repeat. It answers `absent` only when nothing can appear any more.
   * Only where the vendor lists its requests; without it a lost order's outcome stays unknown.
   */
  lookup?(order: Order, body: PreparedBody, lost: LostOrder, signal: AbortSignal): Promise<LookupAnswer>;
  /**
   * Asks the vendor something that is free, to learn whether it works again after an outage. `unknown`: it has nothing of the kind,
   * so only a request can tell.
   */
  readonly reach?: (signal: AbortSignal) => Promise<'works' | 'down' | 'unknown'>;
  /** Where the vendor reports the end of requests by webhook. */
  readonly webhooks?: ProviderWebhooks;
  /** Where the vendor takes requests together and draws them within hours. */
  readonly batches?: ProviderBatches;
  /**
   * Asks the vendor to stop an accepted request, where that is possible. Answers whether the vendor confirmed that it was
   * stopped and costs nothing; false means that its result may still come.
   */
  cancel?(order: Order, vendorId: string, signal: AbortSignal): Promise<boolean>;
}

/** Requests that are sent together and drawn within hours. They are prepared singly. */
export interface VendorBatch {
  /** `Order.vendorBatch` of its orders. It goes along, so that the vendor's batch is found by it when its id was lost. */
  readonly name: string;
  readonly requests: readonly { readonly order: Order; readonly body: PreparedBody }[];
  /** When it was ordered, and when it was sent for the last time, by the shared clock; in milliseconds since the epoch. */
  readonly orderedAt: number;
  readonly sentAt: number;
}

/** What became of one request of a vendor batch. */
export type BatchAnswer = { readonly order: string } & ({ readonly drawn: Drawn } | { readonly error: NextpanelError });

/**
 * A vendor batch as it stands. `vendorId`: the id by which the vendor has it, which may be another one than was known.
 * `absent`: its id is not known, and the vendor lists none of its name. `waits`: it is being drawn. `undone`: the vendor gave it up
 * before anything was drawn, since its queue is full; it may be sent again at `retryAt`. `ended`: it is over.
 */
export type BatchState =
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'waits';
      readonly vendorId: string;
      /** When it is over at the latest, in milliseconds since the epoch. */
      readonly until: number;
      readonly progress: { readonly total: number; readonly completed: number; readonly failed: number };
    }
  | {
      readonly kind: 'undone';
      readonly vendorId: string;
      readonly retryAt: number;
      /** The vendor's. */
      readonly words: string;
    }
  | {
      readonly kind: 'ended';
      readonly vendorId: string;
      /** Every request of the batch once, in any order; what it cost is in `drawn` or, by `money`, in the error. */
      readonly answers: (signal: AbortSignal) => AsyncIterable<BatchAnswer>;
    };

/** The way on which requests are sent together, at another price. */
export interface ProviderBatches {
  /** The methods whose requests go this way. */
  readonly methods: readonly Method[];
  /** How long to wait between two questions, in milliseconds. */
  readonly pollMs: number;
  /** How long the vendor's list is read for a batch that may have arrived before another is made, in milliseconds. */
  readonly lookupMs: number;
  /** Requests with the same answer can go in one vendor batch. */
  kindOf(order: Pick<Order, 'references' | 'model'>): string;
  /**
   * Sends a batch: one call makes one at most. Answers with its id and when it is over at the latest. Money `possibly` means that it may have arrived; with `none` it has not.
   */
  submit(batch: VendorBatch, signal: AbortSignal): Promise<{ readonly vendorId: string; readonly until: number }>;
  /**
   * Asks for a batch, by its id or, where that is not known, by its name. When more than one has its name, all but the oldest
   * are cancelled, and what they cost is counted with the answers. Errors are retryable and mean that asking failed.
   *
   * @param vendorId null: not known
   */
  ask(batch: VendorBatch, vendorId: string | null, signal: AbortSignal): Promise<BatchState>;
  /**
   * Reads a signed report that a batch is over: its vendor id, or null when the report is about something else. Only where reports are
   * expected. Throws as `ProviderWebhooks.read`. A report only says when to ask; what a batch yielded is what `ask` answers.
   */
  readonly readWebhook?: (delivery: WebhookDelivery) => string | null;
  /** Asks the vendor to stop. What is drawn by then is kept, so the batch is asked for until it has ended. */
  cancel(vendorId: string, signal: AbortSignal): Promise<void>;
}

/** Signed reports of a vendor that a request has ended: another way to learn the id of a request. */
export interface ProviderWebhooks {
  /**
   * Judges a delivery by its headers, before its body is read: throws `webhook_unsigned` or `webhook_late`. What passes may still be forged.
   */
  check(headers: WebhookDelivery['headers']): void;
  /** Checks the signature of a delivery and reads it. Throws `webhook_unsigned`, `webhook_late`, `webhook_forged` or `webhook_unreadable`. */
  read(
    delivery: WebhookDelivery,
    signal: AbortSignal,
  ): Promise<{ readonly requestId: string; readonly status: string; readonly account: string }>;
  /** The vendor id, as `collect` takes it, of a request reported by its bare id. */
  vendorId(order: Order, requestId: string): string;
}

/** One delivery as it arrived: header names in lower case, the body's bytes untouched. */
export interface WebhookDelivery {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
}
