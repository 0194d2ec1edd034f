import type { Registry } from 'prom-client';
import type { Server } from '../../server.ts';

/** `GET /metrics` in the text format of Prometheus. */
export async function metricsRoute(scope: Server, registry: Registry): Promise<void> {
  scope.route({
    method: 'GET',
    url: '/metrics',
    config: { need: 'operator' },
    schema: { hide: true },
    handler: async (_request, reply) =>
      reply.header('content-type', registry.contentType).send(await registry.metrics()),
  });
}
