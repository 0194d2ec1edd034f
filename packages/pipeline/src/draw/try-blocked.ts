import { asNextpanelError } from '@nextpanel/core';
import { intendOrders } from './intend-orders.ts';
import type { PlannedRequest } from './plan-requests.ts';
import type { Turn } from './turn.ts';
import { endsAtOnce, TurnEnded } from './turn-ending.ts';

/**
 * Draws a request, and while the vendor blocks it, the same words again, as often as the story allows (`render.blockedTries`):
 * filters judge what was drawn, and that differs each time. Each try is a request of its own that passes the budget; when the
 * budget has no room for it, or the provider was paused, the block stands. A turn begins to count again.
 */
export async function tryBlocked(
  turn: Turn,
  request: PlannedRequest,
  draw: (request: PlannedRequest) => Promise<void>,
): Promise<void> {
  const { blockedTries = 0 } = turn.batch.spec.render;
  let asked = request;
  for (let tries = 0; ; tries += 1) {
    try {
      return await draw(asked);
    } catch (thrown) {
      if (endsAtOnce(thrown) || asNextpanelError(thrown).code !== 'moderation_blocked' || tries >= blockedTries)
        throw thrown;
      const again = await intendAgain(turn, asked);
      if (again === null) throw thrown;
      asked = again;
    }
  }
}

/** The same request with an order of its own; null when it may not be made. */
async function intendAgain(turn: Turn, request: PlannedRequest): Promise<PlannedRequest | null> {
  const again = request.asRedraw(request.redraw);
  try {
    const intended = await intendOrders(turn, [again]);
    if (intended === null) throw new TurnEnded({ kind: 'cancelled' });
    return again;
  } catch (thrown) {
    if (!endsAtOnce(thrown) && ['budget', 'provider_paused'].includes(asNextpanelError(thrown).code)) return null;
    throw thrown;
  }
}
