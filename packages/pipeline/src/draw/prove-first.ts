import type { Order } from '@nextpanel/core';
import type { InFlight } from './in-flight.ts';
import type { PlannedRequest } from './plan-requests.ts';
import type { Turn } from './turn.ts';

/**
 * The requests to order now. A model that has never drawn with references in a vendor batch here draws one panel so before the
 * others are ordered: vendors do not say of every model that their batches take it, and a whole batch of panels would wait a day
 * for its refusal.
 */
export async function proveFirst(
  { context, provider }: Pick<Turn, 'context' | 'provider'>,
  requests: readonly PlannedRequest[],
  atVendor: readonly InFlight[],
): Promise<readonly PlannedRequest[]> {
  const isProof = ({ method, references }: Pick<Order, 'method' | 'references'>) =>
    provider.batches?.methods.includes(method) === true && references.length > 0;
  const [first, ...others] = requests.filter(isProof);
  if (!first || (await context.state.providers.isProven(provider.id, first.model.id))) return requests;
  const later = new Set(atVendor.some((it) => 'order' in it && isProof(it.order)) ? [first, ...others] : others);
  return requests.filter((request) => !later.has(request));
}
