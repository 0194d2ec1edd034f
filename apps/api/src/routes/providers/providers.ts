import { listOf, providerStatsSchema, providerViewSchema } from '@nextpanel/core';
import { type Context, listProviders, pauseProvider, readProviderStats, resumeProvider } from '@nextpanel/pipeline';
import { ignoreBody } from '../../ignore-body.ts';
import { providerParams, statsQuery } from '../../parameters.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

const acts = {
  pause: { act: pauseProvider, summary: 'Order nothing more from this provider, for all stories' },
  resume: { act: resumeProvider, summary: 'Order from this provider again' },
} as const;

/** `GET /v1/providers` and `/{id}/stats`, `POST /v1/providers/{id}/pause` and `/resume`. */
export async function providersRoutes(scope: Server, context: Context): Promise<void> {
  ignoreBody(scope);
  scope.route({
    method: 'GET',
    url: '/v1/providers',
    schema: {
      tags: ['system'],
      operationId: 'listProviders',
      summary: 'Providers and whether they can be used',
      response: { 200: jsonOf('All providers', listOf(providerViewSchema)), ...problems },
    },
    handler: async () => ({ items: await listProviders(context), nextCursor: null }),
  });

  scope.route({
    method: 'GET',
    url: '/v1/providers/:id/stats',
    schema: {
      tags: ['system'],
      operationId: 'readProviderStats',
      summary: 'Requests to a provider by minute, and how long they took',
      params: providerParams,
      querystring: statsQuery,
      response: { 200: jsonOf('The minutes in which requests ended', providerStatsSchema), ...problems },
    },
    handler: async ({ params, query }) => readProviderStats(context, { ...params, ...query }),
  });

  for (const [verb, { act, summary }] of Object.entries(acts)) {
    scope.route({
      method: 'POST',
      url: `/v1/providers/:id/${verb}`,
      schema: {
        tags: ['system'],
        operationId: `${verb}Provider`,
        summary,
        params: providerParams,
        response: { 202: jsonOf('The provider', providerViewSchema), ...problems },
      },
      handler: async (request, reply) => reply.code(202).send(await act(context, request.params.id)),
    });
  }
}
