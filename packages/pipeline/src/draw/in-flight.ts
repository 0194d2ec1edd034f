import type { Order, PreparedBody, Provider } from '@nextpanel/core';
import type { KnownRequest } from '@nextpanel/store';
import type { TurnWait } from './turn-ending.ts';

/** An order of an earlier turn that the vendor still has. */
export interface Collectable {
  readonly request: KnownRequest;
  readonly order: Order;
  /** What was sent; null where an earlier release did not store it. */
  readonly body: PreparedBody | null;
  /** null: the request is part of a vendor batch whose id is not known; it is found by its name. */
  readonly vendorId: string | null;
  /** Where it was ordered, which may be another provider than the story has now. */
  readonly provider: Provider;
}

/** An order of an earlier turn of which the vendor may still have something: it is looked for again later. */
export interface Awaited {
  readonly request: KnownRequest;
  readonly wait: TurnWait;
}

/** An order of an earlier turn that is not settled. Nothing is ordered for its panels. */
export type InFlight = Collectable | Awaited;
