import { amendmentSchema, listOf, storyViewSchema } from '@nextpanel/core';
import { amendStory, type Context, listStories, readStory } from '@nextpanel/pipeline';
import { storiesQuery, storyParams } from '../../parameters.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';
import { withoutUndefined } from '../../without-undefined.ts';

/** `GET /v1/stories`, `GET` and `PATCH /v1/stories/{id}`. */
export async function readStoriesRoutes(scope: Server, context: Context): Promise<void> {
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
    handler: (request) => readStory(context, { tenant: request.tenant, id: request.params.id }),
  });

  scope.route({
    method: 'PATCH',
    url: '/v1/stories/:id',
    schema: {
      tags: ['stories'],
      operationId: 'amendStory',
      summary: 'Change the title or the budget; draws nothing',
      params: storyParams,
      body: amendmentSchema,
      response: { 200: jsonOf('The story', storyViewSchema), ...problems },
    },
    handler: (request) => amendStory(context, { tenant: request.tenant, id: request.params.id }, request.body),
  });
}
