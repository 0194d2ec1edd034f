import { changeError, type NextpanelError } from '@nextpanel/core';
import { translateError } from '../../openai-family/translate-error.ts';
import type { Vendor } from '../../openai-family/vendor.ts';

/** Whatever goes wrong while asking costs nothing, and is asked again. The caller's own abort is thrown as it is. */
export async function asPoll<Answer>(vendor: Vendor, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'AbortError') throw thrown;
    throw pollError(vendor, thrown);
  }
}

export const pollError = (vendor: Vendor, thrown: unknown): NextpanelError =>
  changeError(translateError(thrown, vendor), { retryable: true, money: 'none' });
