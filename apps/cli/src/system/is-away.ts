import { ApiError, ServerUnreachable } from '@nextpanel/client';

/** Whether waiting may help: the server is starting or stopping, or briefly cannot reach its Redis. */
export function isAway(thrown: unknown): boolean {
  return thrown instanceof ServerUnreachable || (thrown instanceof ApiError && thrown.status === 503);
}
