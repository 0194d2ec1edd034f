import type { Context, OpenedImage, Scope } from '@nextpanel/pipeline';
import { imageQuery, numberParams } from '../parameters.ts';
import { bytesOf, problems } from '../responses.ts';
import { sendPicture } from '../send-bytes.ts';
import type { Server } from '../server.ts';
import { withoutUndefined } from '../without-undefined.ts';

interface ImageRoute {
  readonly noun: 'panels' | 'sheets';
  readonly operationId: string;
  readonly summary: string;
  readonly open: (context: Context, scope: Scope & { number: number; width?: number }) => Promise<OpenedImage>;
}

/** `GET /v1/stories/{id}/<noun>/{number}/image?width=`. */
export function imageRoute(scope: Server, context: Context, image: ImageRoute): void {
  scope.route({
    method: 'GET',
    url: `/v1/stories/:id/${image.noun}/:number/image`,
    schema: {
      tags: [image.noun],
      operationId: image.operationId,
      summary: image.summary,
      params: numberParams,
      querystring: imageQuery,
      response: { 200: bytesOf('The picture', 'image/png', 'image/jpeg', 'image/webp'), ...problems },
    },
    handler: async (request, reply) => {
      const picture = await image.open(context, {
        tenant: request.tenant,
        ...request.params,
        ...withoutUndefined(request.query),
      });
      return sendPicture(request, reply, picture);
    },
  });
}
