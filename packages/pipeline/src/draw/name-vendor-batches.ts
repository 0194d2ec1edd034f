import { randomUUID } from 'node:crypto';
import type { PlannedRequest } from './plan-requests.ts';
import type { Turn } from './turn.ts';

/** Names the vendor batches that new requests are sent in, as few as possible; other requests stay as they are. */
export function nameVendorBatches(
  { provider: { batches } }: Pick<Turn, 'provider'>,
  requests: readonly PlannedRequest[],
): PlannedRequest[] {
  const names = new Map<string, string>();
  return requests.map((request) => {
    if (!batches?.methods.includes(request.method)) return request;
    const kind = batches.kindOf(request);
    const vendorBatch = names.get(kind) ?? randomUUID();
    names.set(kind, vendorBatch);
    return { ...request, vendorBatch };
  });
}
