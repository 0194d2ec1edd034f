import { timedOut, translateError } from './translate-error.ts';
import type { Vendor } from './vendor.ts';

/**
 * Makes one call with an overall deadline, from connecting to the last byte, slow drips included. When the caller aborts, its
 * own reason is thrown; everything else comes out as a NextpanelError.
 */
export async function callVendor<Answer>(
  vendor: Vendor,
  { signal, deadlineMs }: { readonly signal: AbortSignal; readonly deadlineMs: number },
  call: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  signal.throwIfAborted();
  const deadline = AbortSignal.timeout(deadlineMs);
  try {
    return await call(AbortSignal.any([signal, deadline]));
  } catch (thrown) {
    signal.throwIfAborted();
    throw deadline.aborted ? timedOut(vendor) : translateError(thrown, vendor);
  }
}
