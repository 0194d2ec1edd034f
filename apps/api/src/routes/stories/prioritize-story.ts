import { editForms, storyViewSchema } from '@nextpanel/core';
import { type Context, prioritizeStory } from '@nextpanel/pipeline';
import { acceptDocuments, validateAllButBody } from '../../accept-documents.ts';
import { storyParams } from '../../parameters.ts';
import { editBody, readEdit } from '../../read-edit.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

/** `POST /v1/stories/{id}/priority`. Repeats change nothing. */
export async function prioritizeStoryRoute(scope: Server, context: Context): Promise<void> {
  acceptDocuments(scope);
  scope.route({
    method: 'POST',
    url: '/v1/stories/:id/priority',
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['stories'],
      operationId: 'prioritizeStory',
      summary: 'Put the story before or behind others of your tenant, also where it waits for a turn now',
      params: storyParams,
      ...editBody(editForms.priority),
      response: { 200: jsonOf('The story', storyViewSchema), ...problems },
    },
    handler: async ({ tenant, params, body }) => {
      const { priority } = await readEdit(context, editForms.priority, body);
      return prioritizeStory(context, { tenant, id: params.id }, priority);
    },
  });
}
