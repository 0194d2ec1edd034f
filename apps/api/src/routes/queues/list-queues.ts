import { listOf, queueViewSchema } from '@nextpanel/core';
import { type Context, readQueues } from '@nextpanel/pipeline';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

/** `GET /v1/queues`: how much waits where. */
export async function listQueuesRoute(scope: Server, context: Context): Promise<void> {
  scope.route({
    method: 'GET',
    url: '/v1/queues',
    schema: {
      tags: ['system'],
      operationId: 'listQueues',
      summary: 'Queues and what waits in them',
      response: { 200: jsonOf('All queues', listOf(queueViewSchema)), ...problems },
    },
    handler: async ({ tenant }) => ({ items: await readQueues(context, { tenant }), nextCursor: null }),
  });
}
