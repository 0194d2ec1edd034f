/** How long each kind of call may take in all, its body included, in milliseconds. */
export interface FalDeadlines {
  /** A submit: the longest, since what is given up here may be paid. */
  readonly orderMs: number;
  /** Status, cancel, published keys. */
  readonly askMs: number;
  /** A reference brought to fal's storage. */
  readonly uploadMs: number;
  /** A result or a picture fetched. */
  readonly fetchMs: number;
  /** A whole `collect`: after that it gives way to other stories and asks again later. */
  readonly collectMs: number;
}

/** After how long, in milliseconds, nothing can appear any more of an order whose answer was lost. */
export interface FalPatience {
  /**
   * How long a request may stand in fal's line, sent as `X-Fal-Request-Timeout`: fal gives it up unpaid when it has not begun by then.
   * Two minutes (our choice): image models begin within seconds unless fal is overloaded.
   */
  readonly startMs: number;
  /**
   * The longest from there until it shows in fal's list of requests, or its webhook arrives. High quality has been seen to take 240 s
   * (https://github.com/openai/codex/issues/29645); how soon fal lists a request is not published, so there is room for that.
   */
  readonly drawMs: number;
}

export interface FalOptions {
  /** Where fal is to report the end of an order; without it fal is only polled. */
  readonly webhookUrl?: (orderId: string) => string;
  /** The clock that all processes share, in milliseconds since the epoch; this machine's if not given. */
  readonly now?: () => number;
  readonly deadlines?: Partial<FalDeadlines>;
  readonly patience?: Partial<FalPatience>;
}

export const defaultPatience: FalPatience = { startMs: 120_000, drawMs: 330_000 };

export const defaultDeadlines: FalDeadlines = {
  orderMs: 600_000,
  askMs: 30_000,
  uploadMs: 300_000,
  fetchMs: 300_000,
  collectMs: 600_000,
};
