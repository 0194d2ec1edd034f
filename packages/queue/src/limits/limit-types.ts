import type { ModelLimit } from '@nextpanel/core';

/**
 * `parked`: the story is woken when a permit is granted. `refused`: the vendor was asked too often and wants a pause of `waitMs`
 * (0: it is being tried with one request), `words` are its own. `images`: the model's images per minute are used up for
 * `waitMs`. `permits`: only permits are missing.
 */
export type Entry =
  | { readonly kind: 'entered' }
  | {
      readonly kind: 'parked';
      readonly why: 'refused' | 'images' | 'permits';
      readonly waitMs: number;
      readonly words: string | null;
    };

/**
 * `taken`: order now. `probe`: order now, and report when it has passed (`passed`). `soon`: it has a permit and space for its
 * images; call again after `waitMs`. `line`: wait until granted, then call again. `full`: nothing was taken, since the images are used
 * up for `waitMs`. `refused`: nothing was taken, since the vendor refuses requests over its rate limit.
 */
export interface Room {
  readonly kind: 'taken' | 'probe' | 'soon' | 'line' | 'full' | 'refused';
  readonly waitMs: number;
  /** Which decreases of the rate came before; a refusal reports it. */
  readonly round: number;
  /** What the vendor said when it refused; empty while it does not. */
  readonly words: string;
}

/** One request of a turn: its id is unique within its story. */
export interface Ask {
  readonly id: string;
  readonly images: number;
}

/** A request that the vendor refused because there were too many. */
export interface Refused {
  readonly id: string;
  /** Of its `Room`; null for a question about a request that is at the vendor already. */
  readonly round: number | null;
  /** The pause the vendor asks for, in milliseconds; undefined when it does not say. */
  readonly retryAfterMs: number | undefined;
  /** What the vendor says. */
  readonly words: string;
}

/** How much of a model's limit is used. */
export interface LimitLevel extends ModelLimit {
  /** Requests in progress. */
  readonly underWay: number;
  /** Turns and requests that wait for a permit. */
  readonly waiting: number;
  /** Share of a minute's images that is taken, 0–1. */
  readonly usedShare: number;
  /** Remaining pause in which nothing may be ordered, in milliseconds. */
  readonly blockedMs: number;
  /** Images a minute that go out at present, as learned from refusals; null: the vendor has refused none recently. */
  readonly learnedPerMinute: number | null;
  /** The vendor refuses for too many requests, and has let nothing pass since (ms since the epoch); its last words. */
  readonly refusing: { readonly since: number; readonly words: string } | null;
}

/**
 * The limits of models, shared by all processes: concurrent requests and images per minute. `lib.lua` says which request gets a
 * permit next, and how the rate adapts to the vendor's refusals. All times are Redis' own.
 */
export interface ModelLimits extends AsyncDisposable {
  /** Asks for the permit that a turn needs before it is claimed. Asking again keeps the place. */
  enter(limit: ModelLimit, story: string, tag?: number | null): Promise<Entry>;
  /** Whether a parked turn has been granted its permit. */
  isGranted(limit: ModelLimit, story: string): Promise<boolean>;
  /** Returns the turn's permit, unless one of its requests took it over. */
  leave(limit: ModelLimit, story: string): Promise<void>;
  /** Takes permits, and space for their images, for requests of a claimed turn. Returns the results by id. */
  take(limit: ModelLimit, story: string, asks: readonly Ask[]): Promise<ReadonlyMap<string, Room>>;
  /** Resolves when a request in line may have been granted its permit; rejects when the signal aborts. */
  untilGranted(limit: ModelLimit, story: string, id: string, signal: AbortSignal): Promise<void>;
  /** These requests are at the vendor already: they get permits, even above the limit. */
  admit(limit: ModelLimit, story: string, ids: readonly string[]): Promise<void>;
  /** These requests are finished, or no longer wait. */
  free(limit: ModelLimit, story: string, ids: readonly string[]): Promise<void>;
  /** Extends the turn's permits and places in line; call it whenever the lock is renewed. */
  renew(
    limit: ModelLimit,
    story: string,
    turn: { readonly permitted: readonly string[]; readonly waiting: readonly string[] },
  ): Promise<void>;
  /**
   * The vendor refused a request because there were too many: no process orders from this model for a while, and then at a lower
   * rate.
   *
   * @returns for how long, in milliseconds
   */
  refused(limit: ModelLimit, story: string, refused: Refused): Promise<number>;
  /** The probe was accepted: the others follow. */
  passed(limit: ModelLimit, story: string, id: string): Promise<void>;
  /** Whether an alert that a provider refuses everything is due: true once, until something passes again. */
  alert(provider: ModelLimit['provider']): Promise<boolean>;
  /** Grants the permits of dead processes, and wakes granted turns again; call it every few seconds. */
  sweep(): Promise<void>;
  /** The limits used within the last hour, by provider and model. */
  levels(): Promise<LimitLevel[]>;
}
