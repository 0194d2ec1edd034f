import type { ErrorCode } from './errors/catalogue.ts';

/** Whether a failed call cost money: `none`, `paid`, or `possibly` when it cannot be known. */
export type Money = 'none' | 'paid' | 'possibly';

/**
 * The classes of a vendor's failure, in the order in which they are judged; the first that applies decides what follows.
 * `unreachable`: no connection, or it broke before the last byte of the request was written, so nothing was ordered.
 * `rate_limit`: too many requests (429). `outage`: the vendor, or what stands in front of it, failed: 5xx, 408, no answer, or a
 * page or another text instead of JSON, with any status. `unusable`: the vendor answered as documented, but its pictures are
 * empty or cannot be decoded. `final`: a refusal, or JSON that is not understood; the same answer would come again.
 */
export const vendorFaults = ['unreachable', 'rate_limit', 'outage', 'unusable', 'final'] as const;
export type VendorFault = (typeof vendorFaults)[number];

export interface NextpanelErrorOptions {
  readonly cause?: unknown;
  /** The same call may succeed later. Default false. */
  readonly retryable?: boolean;
  /** Earliest sensible time to try again, in milliseconds from now. */
  readonly retryAfterMs?: number;
  /** Default `none`. */
  readonly money?: Money;
  /** Set in every error that a provider throws. */
  readonly fault?: VendorFault | undefined;
  /** See `NextpanelError.collectable`. Default false. */
  readonly collectable?: boolean;
  /** Facts for people and logs; never secrets. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/**
 * The error class of the system. An error carries its code from `errorCatalogue`, whether and when to retry, and whether money
 * may be gone. The message says what went wrong.
 */
export class NextpanelError extends Error {
  override readonly name = 'NextpanelError';
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly money: Money;
  /** Undefined in errors that are not a vendor's. */
  readonly fault: VendorFault | undefined;
  /**
   * What was ordered is still where its vendor id says, and cannot be fetched with the present settings. The request stays
   * ordered, and resuming the story asks for it again instead of buying it again.
   */
  readonly collectable: boolean;
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: NextpanelErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.retryAfterMs = options.retryAfterMs;
    this.money = options.money ?? 'none';
    this.fault = options.fault;
    this.collectable = options.collectable ?? false;
    this.detail = options.detail ?? {};
  }
}

/** Returns a NextpanelError as it is and wraps anything else as `unexpected`, which is not retried. */
export function asNextpanelError(thrown: unknown): NextpanelError {
  if (thrown instanceof NextpanelError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new NextpanelError('unexpected', message, { cause: thrown });
}

/** The same error, except for what `changes` says. */
export function changeError(
  error: NextpanelError,
  { message = error.message, ...changes }: NextpanelErrorOptions & { readonly message?: string },
): NextpanelError {
  const { code, retryable, retryAfterMs, money, fault, collectable, detail } = error;
  return new NextpanelError(code, message, {
    cause: error.cause,
    retryable,
    money,
    fault,
    collectable,
    detail,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...changes,
  });
}
