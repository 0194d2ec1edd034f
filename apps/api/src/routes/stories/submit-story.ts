import { storySpecSchema, storyViewSchema } from '@nextpanel/core';
import { type Context, submitStory } from '@nextpanel/pipeline';
import { acceptDocuments, documentTypes, validateAllButBody } from '../../accept-documents.ts';
import { onceHeaders } from '../../parameters.ts';
import { acceptParts, readParts } from '../../read-parts.ts';
import { readSpec } from '../../read-spec.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

/** `POST /v1/stories`: takes a story to be drawn. It answers when the story is stored; drawing starts afterwards. */
export async function submitStoryRoute(scope: Server, context: Context): Promise<void> {
  acceptDocuments(scope);
  await acceptParts(scope);
  scope.route({
    method: 'POST',
    url: '/v1/stories',
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['stories'],
      operationId: 'submitStory',
      summary: 'Submit a story, alone or with its pictures as files of a form',
      consumes: [...documentTypes, 'multipart/form-data'],
      headers: onceHeaders,
      body: storySpecSchema,
      response: { 202: jsonOf('The story', storyViewSchema), ...problems },
    },
    handler: async (request, reply) => {
      const idempotencyKey = request.headers['idempotency-key'];
      const { story, replayed } = await submitStory(context, {
        tenant: request.tenant,
        ...(await (request.isMultipart()
          ? readParts(context, request)
          : readSpec(context, request.tenant, request.body))),
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      });
      if (replayed) void reply.header('idempotent-replayed', 'true');
      return reply.code(202).header('location', `/v1/stories/${story.id}`).send(story);
    },
  });
}
