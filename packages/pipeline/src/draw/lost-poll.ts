import type { NextpanelError } from '@nextpanel/core';

/** Asking failed, not the request: it is asked again later. See `Provider.collect`. */
export const isLostPoll = (error: NextpanelError): boolean =>
  error.retryable && error.money === 'none' && error.detail.ended !== true;
