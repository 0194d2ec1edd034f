import { panelLetteringSchema } from '@nextpanel/core';
import { type Context, openLetteredPanel, readPanelLettering } from '@nextpanel/pipeline';
import { imageQuery, languageQuery, pagesQuery, panelParams } from '../../parameters.ts';
import { bytesOf, jsonOf, problems } from '../../responses.ts';
import { sendPicture } from '../../send-bytes.ts';
import type { Server } from '../../server.ts';
import { withoutUndefined } from '../../without-undefined.ts';

/** A panel as it stands on its sheet, as a picture, and where its texts stand there. */
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

  scope.route({
    method: 'GET',
    url: '/v1/stories/:id/panels/:number/lettering',
    schema: {
      tags: ['panels'],
      operationId: 'readPanelLettering',
      summary: 'Where the texts of a panel stand on its sheet',
      params: panelParams,
      querystring: languageQuery.extend(pagesQuery.shape),
      response: { 200: jsonOf('Each text that fits', panelLetteringSchema), ...problems },
    },
    handler: (request) =>
      readPanelLettering(context, {
        tenant: request.tenant,
        id: request.params.id,
        number: request.params.number,
        ...withoutUndefined(request.query),
      }),
  });
}
