import { panelEditSchema, panelViewSchema } from '@nextpanel/core';
import { type Context, editPanel, listPanels } from '@nextpanel/pipeline';
import { numberParams } from '../../parameters.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';
import { partListRoute } from '../part-list.ts';

/** `GET /v1/stories/{id}/panels` and `PATCH /v1/stories/{id}/panels/{n}`. */
export async function listPanelsRoute(scope: Server, context: Context): Promise<void> {
  partListRoute(scope, context, {
    noun: 'panels',
    summary: 'Panels in reading order',
    item: panelViewSchema,
    list: listPanels,
  });

  scope.route({
    method: 'PATCH',
    url: '/v1/stories/:id/panels/:number',
    schema: {
      tags: ['panels'],
      operationId: 'editPanel',
      summary: 'Change prompt and characters of a panel that is not drawn, or the text of any',
      params: numberParams,
      body: panelEditSchema,
      response: { 200: jsonOf('The panel', panelViewSchema), ...problems },
    },
    handler: (request) => editPanel(context, { tenant: request.tenant, ...request.params }, request.body),
  });
}
