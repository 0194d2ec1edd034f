import type { Order, PreparedBody, Provider } from '@nextpanel/core';
import type { KnownRequest } from '@nextpanel/store';

/** An order of an earlier turn that the vendor still has. */
export interface InFlight {
  readonly request: KnownRequest;
  readonly order: Order;
  /** What was sent; null where an earlier release did not store it. */
  readonly body: PreparedBody | null;
  readonly vendorId: string;
  /** Where it was ordered, which may be another provider than the story has now. */
  readonly provider: Provider;
}
