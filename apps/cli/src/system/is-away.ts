import { ApiError, ServerUnreachable } from '@nextpanel/client';

/** Whether waiting may mend it: the server is just starting or stopping, or cannot reach its Redis for a moment. */
export function isAway(thrown: unknown): boolean {
  return thrown instanceof ServerUnreachable || (thrown instanceof ApiError && thrown.status === 503);
}
