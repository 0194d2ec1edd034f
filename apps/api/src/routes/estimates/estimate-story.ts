import { estimateViewSchema, storySpecSchema } from '@nextpanel/core';
import { type Context, estimateSpec } from '@nextpanel/pipeline';
import { acceptDocuments, documentTypes, validateAllButBody } from '../../accept-documents.ts';
import { readSpec } from '../../read-spec.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

/** `POST /v1/estimates`: what a story would cost. Nothing is stored. */
export async function estimateStoryRoute(scope: Server, context: Context): Promise<void> {
  acceptDocuments(scope);
  scope.route({
    method: 'POST',
    url: '/v1/estimates',
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['stories'],
      operationId: 'estimateStory',
      summary: 'Estimate the price of a story',
      consumes: [...documentTypes],
      body: storySpecSchema,
      response: { 200: jsonOf('The estimate', estimateViewSchema), ...problems },
    },
    handler: async (request, reply) =>
      reply.send(
        await estimateSpec(context, {
          tenant: request.tenant,
          ...(await readSpec(context, request.tenant, request.body)),
        }),
      ),
  });
}
