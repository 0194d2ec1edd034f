/** Whether money is gone when a call failed: `none` certainly not, `paid` certainly, `possibly` nobody can tell. */
export type Money = 'none' | 'paid' | 'possibly';

export interface NextpanelErrorOptions {
  readonly cause?: unknown;
  /** Trying the very same thing again may succeed. Default false. */
  readonly retryable?: boolean;
  /** Earliest sensible time to try again, in milliseconds from now. */
  readonly retryAfterMs?: number;
  /** Default `none`. */
  readonly money?: Money;
  /** Facts for people and logs; never secrets. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/**
 * The one error class of the system: it knows at birth its stable code, whether and when it may be retried, and whether
 * money may be gone. The message says what is wrong and what to do about it.
 */
export class NextpanelError extends Error {
  override readonly name = 'NextpanelError';
  readonly code: string;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly money: Money;
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, options: NextpanelErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.retryAfterMs = options.retryAfterMs;
    this.money = options.money ?? 'none';
    this.detail = options.detail ?? {};
  }
}

/** Wraps whatever was thrown; a NextpanelError passes through. Anything else is `unexpected` and not retried. */
export function asNextpanelError(thrown: unknown): NextpanelError {
  if (thrown instanceof NextpanelError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new NextpanelError('unexpected', message, { cause: thrown });
}
