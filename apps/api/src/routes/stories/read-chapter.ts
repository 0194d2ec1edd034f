import { chapterViewSchema } from '@nextpanel/core';
import { type Context, readChapter } from '@nextpanel/pipeline';
import { storyParams } from '../../parameters.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

/** `GET /v1/stories/{id}/next-chapter`: what a story that continues this one takes over. */
export async function readChapterRoute(scope: Server, context: Context): Promise<void> {
  scope.route({
    method: 'GET',
    url: '/v1/stories/:id/next-chapter',
    schema: {
      tags: ['stories'],
      operationId: 'readChapter',
      summary: 'What the next chapter, a story that `continues` this one, takes over from it',
      params: storyParams,
      response: { 200: jsonOf('Cast, settings and last panel', chapterViewSchema), ...problems },
    },
    handler: (request) => readChapter(context, { tenant: request.tenant, id: request.params.id }),
  });
}
