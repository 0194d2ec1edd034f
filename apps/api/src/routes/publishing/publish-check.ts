import { publishCheckSchema } from '@nextpanel/core';
import { type Context, publishCheck } from '@nextpanel/pipeline';
import { languageQuery, publishParams } from '../../parameters.ts';
import { problems } from '../../responses.ts';
import type { Server } from '../../server.ts';
import { withoutUndefined } from '../../without-undefined.ts';

/** `GET /v1/stories/{id}/publish-check/{profile}`: what a platform says of AI, and what the book lacks for it. */
export async function publishCheckRoute(scope: Server, context: Context): Promise<void> {
  scope.route({
    method: 'GET',
    url: '/v1/stories/:id/publish-check/:profile',
    schema: {
      tags: ['books'],
      operationId: 'publishCheck',
      summary: 'Compare a book with what a platform asks for',
      params: publishParams,
      querystring: languageQuery,
      response: { 200: publishCheckSchema, ...problems },
    },
    handler: (request) =>
      publishCheck(context, { tenant: request.tenant, ...request.params, ...withoutUndefined(request.query) }),
  });
}
