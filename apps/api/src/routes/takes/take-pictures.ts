import { type Context, openPicture, openTakeImage } from '@nextpanel/pipeline';
import { imageQuery, pictureParams, takeParams } from '../../parameters.ts';
import { bytesOf, problems } from '../../responses.ts';
import { sendPicture } from '../../send-bytes.ts';
import type { Server } from '../../server.ts';
import { withoutUndefined } from '../../without-undefined.ts';

const pictures = { 200: bytesOf('The picture', 'image/png', 'image/jpeg', 'image/webp'), ...problems };

/** The frame of any take, and any picture that went along with a request. */
export async function takePicturesRoutes(scope: Server, context: Context): Promise<void> {
  scope.route({
    method: 'GET',
    url: '/v1/stories/:id/panels/:number/takes/:take/image',
    schema: {
      tags: ['takes'],
      operationId: 'openTakeImage',
      summary: 'The picture of a take, selected or not',
      params: takeParams,
      querystring: imageQuery,
      response: pictures,
    },
    handler: async (request, reply) => {
      const query = withoutUndefined(request.query);
      const picture = await openTakeImage(context, { tenant: request.tenant, ...request.params, ...query });
      return sendPicture(request, reply, picture);
    },
  });

  scope.route({
    method: 'GET',
    url: '/v1/stories/:id/pictures/:sha256',
    schema: {
      tags: ['takes'],
      operationId: 'openPicture',
      summary: 'A picture that went along with a request of the story, by its SHA-256',
      params: pictureParams,
      querystring: imageQuery,
      response: pictures,
    },
    handler: async (request, reply) => {
      const query = withoutUndefined(request.query);
      const picture = await openPicture(context, { tenant: request.tenant, ...request.params, ...query });
      return sendPicture(request, reply, picture);
    },
  });
}
