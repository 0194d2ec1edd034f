import type { ErrorCode } from '@nextpanel/core';
import type { KnownRequest, OrderedFrame } from '@nextpanel/store';
import { asksForSame } from './unknown-outcome.ts';

/**
 * Whether the same frames were bought before and failed in the same way. A picture that is cut off or too small may be an accident
 * once; a server that sends two does so always, and each is paid.
 */
export const wasBoughtBefore = (
  known: readonly KnownRequest[],
  frames: readonly OrderedFrame[],
  code: ErrorCode,
): boolean =>
  known.some((request) => request.state === 'refused' && request.code === code && asksForSame(request.frames, frames));
