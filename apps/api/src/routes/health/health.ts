import { NextpanelError, redisRefusal } from '@nextpanel/core';
import { type Context, checkReady } from '@nextpanel/pipeline';
import { z } from 'zod';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

const ok = z.literal('ok');

/** `/healthz`: this process answers. `/readyz`: what it needs answers too. Both without a key. */
export async function healthRoutes(scope: Server, context: Context): Promise<void> {
  scope.route({
    method: 'GET',
    url: '/healthz',
    schema: {
      tags: ['system'],
      operationId: 'readHealth',
      summary: 'Whether the process is alive',
      security: [],
      response: { 200: jsonOf('Alive', z.object({ status: ok })), ...problems },
    },
    handler: async () => ({ status: 'ok' as const }),
  });

  scope.route({
    method: 'GET',
    url: '/readyz',
    schema: {
      tags: ['system'],
      operationId: 'readReadiness',
      summary: 'Whether Redis and the artifacts can be used',
      security: [],
      response: { 200: jsonOf('Ready', z.object({ redis: ok, artifacts: ok })), ...problems },
    },
    handler: async () => {
      try {
        return await checkReady(context);
      } catch (thrown) {
        // Anyone may ask: what else was thrown may name addresses, and is only logged.
        const reason = thrown instanceof NextpanelError ? thrown.message : 'Redis or the artifacts cannot be used';
        // What Redis refuses has a code of its own, by which programs know it.
        if (redisRefusal(thrown) !== null) throw thrown;
        throw new NextpanelError('not_ready', reason, { cause: thrown });
      }
    },
  });
}
