import { editForms, listOf, storyViewSchema } from '@nextpanel/core';
import { amendStory, type Context, deleteStory, listStories, readStory } from '@nextpanel/pipeline';
import { z } from 'zod';
import { acceptDocuments, validateAllButBody } from '../../accept-documents.ts';
import { changedBy } from '../../changed-by.ts';
import { changeHeaders, storiesQuery, storyParams } from '../../parameters.ts';
import { editBody, readEdit } from '../../read-edit.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';
import { withoutUndefined } from '../../without-undefined.ts';

/** `GET /v1/stories`, `GET`, `PATCH` and `DELETE /v1/stories/{id}`. */
export async function readStoriesRoutes(scope: Server, context: Context): Promise<void> {
  acceptDocuments(scope);
  scope.route({
    method: 'GET',
    url: '/v1/stories',
    schema: {
      tags: ['stories'],
      operationId: 'listStories',
      summary: 'List stories',
      querystring: storiesQuery,
      response: { 200: jsonOf('A page of stories', listOf(storyViewSchema)), ...problems },
    },
    handler: (request) => listStories(context, { tenant: request.tenant, ...withoutUndefined(request.query) }),
  });

  scope.route({
    method: 'GET',
    url: '/v1/stories/:id',
    schema: {
      tags: ['stories'],
      operationId: 'readStory',
      summary: 'Read a story',
      params: storyParams,
      response: { 200: jsonOf('The story', storyViewSchema), ...problems },
    },
    handler: async (request, reply) => {
      const story = await readStory(context, { tenant: request.tenant, id: request.params.id });
      // What is drawn does not raise the revision: two answers with one revision say the same of what users made.
      return reply.header('etag', `W/"${story.rev}"`).send(story);
    },
  });

  scope.route({
    method: 'PATCH',
    url: '/v1/stories/:id',
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['stories'],
      operationId: 'amendStory',
      summary: 'Change title, budget or book, or how what is not drawn yet is drawn',
      params: storyParams,
      ...editBody(editForms.amendment),
      headers: changeHeaders,
      response: { 200: jsonOf('The story', storyViewSchema), ...problems },
    },
    handler: async (request) =>
      amendStory(
        context,
        { ...(await changedBy(context, request)), id: request.params.id },
        await readEdit(context, editForms.amendment, request.body),
      ),
  });

  scope.route({
    method: 'DELETE',
    url: '/v1/stories/:id',
    schema: {
      tags: ['stories'],
      operationId: 'deleteStory',
      summary: 'Delete a story permanently, with the files only it used',
      params: storyParams,
      response: { 204: z.undefined().describe('It is gone'), ...problems },
    },
    handler: async (request, reply) => {
      await deleteStory(context, { tenant: request.tenant, id: request.params.id });
      return reply.code(204).send();
    },
  });
}
