import type { Order, PreparedBody } from '@nextpanel/core';
import type { RequestWork } from './collect-orders.ts';
import type { PlannedRequest } from './plan-requests.ts';
import { sendVendorBatch } from './send-vendor-batch.ts';
import { type FramesRequest, settleFailure } from './settle-failure.ts';
import type { Turn } from './turn.ts';

/** A request that goes into a vendor batch. */
export type SentRequest = Order & FramesRequest;

/** Orders requests that are sent together: prepares them, stores what is about to be sent, and sends it. */
export const orderVendorBatch = (turn: Turn, requests: readonly PlannedRequest[]): RequestWork => ({
  frames: requests.flatMap(({ frames }) => frames),
  async run() {
    const { provider, queueTurn } = turn;
    const bodies = await Promise.all(
      requests.map((request): Promise<PreparedBody> => {
        const prepared = provider.prepare(request, queueTurn.signal);
        return prepared.catch(async (error: unknown) => {
          throw await settleFailure(turn, request, error, 'prepare');
        });
      }),
    );
    const members = requests.map((order, index) => ({ order, body: bodies[index] ?? {} }));
    // In one tick, so in one script: all of the batch is ordered, or nothing.
    await Promise.all(members.map(({ order, body }) => turn.order(order.id, body, true)));
    const now = turn.now();
    const name = requests[0]?.vendorBatch ?? '';
    await sendVendorBatch(turn, provider, { name, requests: members, orderedAt: now, sentAt: now }, requests);
  },
});
