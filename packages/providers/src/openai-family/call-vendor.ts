import { openDeadline } from '../open-deadline.ts';
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
  using deadline = openDeadline(signal, deadlineMs);
  try {
    return await call(deadline.signal);
  } catch (thrown) {
    signal.throwIfAborted();
    throw deadline.isOver() ? timedOut(vendor) : translateError(thrown, vendor);
  }
}
