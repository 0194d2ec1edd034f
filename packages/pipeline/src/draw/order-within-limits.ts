import type { DrawRequest } from '@nextpanel/core';
import type { Turn } from './turn.ts';

/**
 * Marks a request as ordered once it has a permit and room for its images; what follows may be sent. Throws what
 * `TurnPermits.take` and `Turn.order` throw.
 */
export async function orderWithinLimits(
  { permits, order }: Pick<Turn, 'permits' | 'order'>,
  id: string,
  { panels }: Pick<DrawRequest, 'panels'>,
): Promise<void> {
  await permits.take(id, panels.length);
  try {
    await order(id);
  } catch (error) {
    permits.free(id);
    throw error;
  }
}
