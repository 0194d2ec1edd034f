import { listOf, workerViewSchema } from '@nextpanel/core';
import { type Context, listWorkers } from '@nextpanel/pipeline';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

/** `GET /v1/workers`: the processes that draw and compose, and what each works on. */
export async function listWorkersRoute(scope: Server, context: Context): Promise<void> {
  scope.route({
    method: 'GET',
    url: '/v1/workers',
    schema: {
      tags: ['system'],
      operationId: 'listWorkers',
      summary: 'Workers and finalizers that live, and what they work on',
      response: { 200: jsonOf('All processes heard of within 15 seconds', listOf(workerViewSchema)), ...problems },
    },
    handler: async ({ tenant }) => ({ items: await listWorkers(context, { tenant }), nextCursor: null }),
  });
}
