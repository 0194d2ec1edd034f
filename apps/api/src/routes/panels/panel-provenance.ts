import { provenanceViewSchema } from '@nextpanel/core';
import { type Context, readProvenance } from '@nextpanel/pipeline';
import { panelParams } from '../../parameters.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

/** `GET /v1/stories/{id}/panels/{number}/provenance`: where the selected frame of a panel comes from. */
export async function panelProvenanceRoute(scope: Server, context: Context): Promise<void> {
  scope.route({
    method: 'GET',
    url: '/v1/stories/:id/panels/:number/provenance',
    schema: {
      tags: ['panels'],
      operationId: 'readProvenance',
      summary: 'Where the frame of a panel comes from: model, prompt, and the C2PA manifest of its vendor',
      params: panelParams,
      response: { 200: jsonOf('The provenance of the selected frame', provenanceViewSchema), ...problems },
    },
    handler: (request) => readProvenance(context, { tenant: request.tenant, ...request.params }),
  });
}
