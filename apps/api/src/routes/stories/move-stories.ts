import { storyViewSchema } from '@nextpanel/core';
import { type Context, exportStory, importStory } from '@nextpanel/pipeline';
import { validateAllButBody } from '../../accept-documents.ts';
import { changedBy } from '../../changed-by.ts';
import { onceHeaders, storyParams } from '../../parameters.ts';
import { binary, bytesOf, jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

const mime = 'application/x-tar';

/** `GET /v1/stories/{id}/export` and `POST /v1/imports`: a whole story as one archive. */
export async function moveStoriesRoutes(scope: Server, context: Context): Promise<void> {
  scope.removeAllContentTypeParsers();
  // As it comes: an archive may be larger than the memory.
  for (const type of [mime, 'application/octet-stream'])
    scope.addContentTypeParser(type, async (_request: unknown, payload: unknown) => payload);
  scope.route({
    method: 'GET',
    url: '/v1/stories/:id/export',
    schema: {
      tags: ['stories'],
      operationId: 'exportStory',
      summary: 'The whole story as a tar archive, for another installation',
      params: storyParams,
      response: { 200: bytesOf('The archive', mime), ...problems },
    },
    handler: async ({ tenant, params }, reply) => {
      const archive = await exportStory(context, { tenant, ...params });
      return reply.type(mime).header('content-disposition', `attachment; filename="${params.id}.tar"`).send(archive);
    },
  });

  scope.route({
    method: 'POST',
    url: '/v1/imports',
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['stories'],
      operationId: 'importStory',
      summary: 'Take in an exported story under a new id; paused, unless it was over',
      consumes: [mime],
      headers: onceHeaders,
      body: binary,
      response: { 201: jsonOf('The story', storyViewSchema), ...problems },
    },
    handler: async ({ tenant, headers, method, url, body, raw }, reply) => {
      // The archive is not read to compare it: by its key it is the same.
      const by = await changedBy(context, { tenant, headers, method, url, body: null });
      const story = await importStory(context, by, (body as typeof raw | null | undefined) ?? raw);
      return reply.code(201).header('location', `/v1/stories/${story.id}`).send(story);
    },
  });
}
