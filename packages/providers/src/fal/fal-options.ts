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

export interface FalOptions {
  /** Where fal is to report the end of an order; without it fal is only polled. */
  readonly webhookUrl?: (orderId: string) => string;
  /** The clock that all processes share, in milliseconds since the epoch; this machine's if not given. */
  readonly now?: () => number;
  readonly deadlines?: Partial<FalDeadlines>;
}

export const defaultDeadlines: FalDeadlines = {
  orderMs: 600_000,
  askMs: 30_000,
  uploadMs: 300_000,
  fetchMs: 300_000,
  collectMs: 600_000,
};
