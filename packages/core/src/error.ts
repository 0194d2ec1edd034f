import type { ErrorCode } from './errors/catalogue.ts';

/** Whether a failed call cost money: `none`, `paid`, or `possibly` when it cannot be known. */
export type Money = 'none' | 'paid' | 'possibly';

export interface NextpanelErrorOptions {
  readonly cause?: unknown;
  /** The same call may succeed later. Default false. */
  readonly retryable?: boolean;
  /** Earliest sensible time to try again, in milliseconds from now. */
  readonly retryAfterMs?: number;
  /** Default `none`. */
  readonly money?: Money;
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
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: NextpanelErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.retryAfterMs = options.retryAfterMs;
    this.money = options.money ?? 'none';
    this.detail = options.detail ?? {};
  }
}

/** Returns a NextpanelError as it is and wraps anything else as `unexpected`, which is not retried. */
export function asNextpanelError(thrown: unknown): NextpanelError {
  if (thrown instanceof NextpanelError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new NextpanelError('unexpected', message, { cause: thrown });
}
