import type { OtherPages } from '@nextpanel/core';
import type { Context, OpenedImage, PartRef, Scope } from '@nextpanel/pipeline';
import { imageQuery, languageQuery, numberParams, pagesQuery, panelParams } from '../parameters.ts';
import { bytesOf, problems } from '../responses.ts';
import { sendPicture } from '../send-bytes.ts';
import type { Server } from '../server.ts';
import { withoutUndefined } from '../without-undefined.ts';

interface ImageRoute<Ref extends PartRef> {
  /** Panels are also found by their permanent id. */
  readonly noun: Ref extends number ? 'sheets' : 'panels';
  readonly operationId: string;
  readonly summary: string;
  readonly open: (
    context: Context,
    scope: Scope & { number: Ref; width?: number; language?: string } & OtherPages,
  ) => Promise<OpenedImage>;
}

/** `GET /v1/stories/{id}/<noun>/{number}/image?width=`. */
export function imageRoute<Ref extends PartRef>(scope: Server, context: Context, image: ImageRoute<Ref>): void {
  scope.route({
    method: 'GET',
    url: `/v1/stories/:id/${image.noun}/:number/image`,
    schema: {
      tags: [image.noun],
      operationId: image.operationId,
      summary: image.summary,
      params: image.noun === 'panels' ? panelParams : numberParams,
      querystring:
        image.noun === 'sheets' ? imageQuery.extend(languageQuery.shape).extend(pagesQuery.shape) : imageQuery,
      response: { 200: bytesOf('The picture', 'image/png', 'image/jpeg', 'image/webp'), ...problems },
    },
    handler: async (request, reply) => {
      const picture = await image.open(context, {
        tenant: request.tenant,
        id: request.params.id,
        number: request.params.number as Ref,
        ...withoutUndefined(request.query),
      });
      return sendPicture(request, reply, picture);
    },
  });
}
