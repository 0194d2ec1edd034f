import { panelViewSchema } from '@nextpanel/core';
import { type Context, listPanels, viewPanel } from '@nextpanel/pipeline';
import { panelParams } from '../../parameters.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';
import { partListRoute } from '../part-list.ts';

/** `GET /v1/stories/{id}/panels`, and `…/{number}`: one of them, or the cover. */
export async function listPanelsRoute(scope: Server, context: Context): Promise<void> {
  partListRoute(scope, context, {
    noun: 'panels',
    summary: 'Panels in reading order',
    item: panelViewSchema,
    list: listPanels,
  });
  scope.route({
    method: 'GET',
    url: '/v1/stories/:id/panels/:number',
    schema: {
      tags: ['panels'],
      operationId: 'readPanel',
      summary: 'One panel, or the cover of a story that draws one: id:cover',
      params: panelParams,
      response: { 200: jsonOf('The panel', panelViewSchema), ...problems },
    },
    handler: (request) => viewPanel(context, { tenant: request.tenant, id: request.params.id }, request.params.number),
  });
}
