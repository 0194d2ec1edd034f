import { listOf, panelRequestSchema } from '@nextpanel/core';
import { type Context, listPanelRequests } from '@nextpanel/pipeline';
import { pageQuery, panelParams } from '../../parameters.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';
import { withoutUndefined } from '../../without-undefined.ts';

/** `GET /v1/stories/{id}/panels/{number}/requests`: what was really sent for a panel, and why. */
export async function panelRequestsRoute(scope: Server, context: Context): Promise<void> {
  scope.route({
    method: 'GET',
    url: '/v1/stories/:id/panels/:number/requests',
    schema: {
      tags: ['panels'],
      operationId: 'listPanelRequests',
      summary: 'The requests made for a panel: prompt, pictures with their reasons, cost',
      params: panelParams,
      querystring: pageQuery,
      response: { 200: jsonOf('A page of requests', listOf(panelRequestSchema)), ...problems },
    },
    handler: (request) =>
      listPanelRequests(context, { tenant: request.tenant, ...request.params, ...withoutUndefined(request.query) }),
  });
}
