import { NextpanelError } from '@nextpanel/core';
import { callVendor } from '../../openai-family/call-vendor.ts';
import type { BatchesApi } from './batches-api.ts';

/** Asks to stop a batch; it takes up to 10 minutes. One that is over already is left as it is. */
export async function cancelBatch(
  { client, vendor, deadlineMs }: BatchesApi,
  id: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    await callVendor(vendor, { signal, deadlineMs }, (within) => client.batches.cancel(id, { signal: within }));
  } catch (thrown) {
    if (!(thrown instanceof NextpanelError && thrown.detail.status === 409)) throw thrown;
  }
}
