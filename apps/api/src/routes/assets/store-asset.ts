import { assetViewSchema, NextpanelError } from '@nextpanel/core';
import { type Context, storeAsset } from '@nextpanel/pipeline';
import { validateAllButBody } from '../../accept-documents.ts';
import { binary, jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

/** `POST /v1/assets`: a picture or a font to be referred to by stories. Its bytes decide what it is, not its declared type. */
export async function storeAssetRoute(scope: Server, context: Context): Promise<void> {
  scope.removeAllContentTypeParsers();
  for (const type of [/^image\//, /^font\//, 'application/octet-stream']) {
    scope.addContentTypeParser(type, { parseAs: 'buffer' }, async (_request: unknown, bytes: Buffer) => bytes);
  }
  scope.route({
    method: 'POST',
    url: '/v1/assets',
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['assets'],
      operationId: 'storeAsset',
      summary: 'Upload a picture or a font',
      consumes: ['image/png', 'image/jpeg', 'image/webp', 'font/ttf', 'font/otf', 'application/octet-stream'],
      body: binary,
      response: { 201: jsonOf('The stored picture or font', assetViewSchema), ...problems },
    },
    handler: async (request, reply) => {
      if (!(request.body instanceof Uint8Array))
        throw new NextpanelError('picture_unreadable', 'the body is empty; send a picture');
      return reply.code(201).send(await storeAsset(context, { tenant: request.tenant, bytes: request.body }));
    },
  });
}
