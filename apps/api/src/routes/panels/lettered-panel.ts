import { type Context, openLetteredPanel } from '@nextpanel/pipeline';
import { imageQuery, languageQuery, pagesQuery, panelParams } from '../../parameters.ts';
import { bytesOf, problems } from '../../responses.ts';
import { sendPicture } from '../../send-bytes.ts';
import type { Server } from '../../server.ts';
import { withoutUndefined } from '../../without-undefined.ts';

/** `GET /v1/stories/{id}/panels/{number}/lettered?language=&layout=&width=`: a panel as it stands on its sheet. */
export async function letteredPanelRoute(scope: Server, context: Context): Promise<void> {
  scope.route({
    method: 'GET',
    url: '/v1/stories/:id/panels/:number/lettered',
    schema: {
      tags: ['panels'],
      operationId: 'openLetteredPanel',
      summary: 'A panel with its lettering, as it stands on its sheet',
      params: panelParams,
      querystring: imageQuery.extend(languageQuery.shape).extend(pagesQuery.shape),
      response: { 200: bytesOf('The picture', 'image/png', 'image/webp'), ...problems },
    },
    handler: async (request, reply) => {
      const picture = await openLetteredPanel(context, {
        tenant: request.tenant,
        id: request.params.id,
        number: request.params.number,
        ...withoutUndefined(request.query),
      });
      return sendPicture(request, reply, picture);
    },
  });
}
