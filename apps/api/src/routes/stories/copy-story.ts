import { editForms, storyViewSchema } from '@nextpanel/core';
import { type Context, copyStory } from '@nextpanel/pipeline';
import { acceptDocuments, validateAllButBody } from '../../accept-documents.ts';
import { changedBy } from '../../changed-by.ts';
import { changeHeaders, storyParams } from '../../parameters.ts';
import { editBody, readEdit } from '../../read-edit.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

/** `POST /v1/stories/{id}/copy`: another story with the same panels, frames, settings and editions. */
export async function copyStoryRoute(scope: Server, context: Context): Promise<void> {
  acceptDocuments(scope);
  scope.route({
    method: 'POST',
    url: '/v1/stories/:id/copy',
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['stories'],
      operationId: 'copyStory',
      summary: 'Duplicate: a story of its own with the same frames; paused while something is left to draw',
      params: storyParams,
      ...editBody(editForms.copy),
      headers: changeHeaders,
      response: { 201: jsonOf('The copy', storyViewSchema), ...problems },
    },
    handler: async (request, reply) => {
      const scopeOf = { ...(await changedBy(context, request)), id: request.params.id };
      const copy = await copyStory(context, scopeOf, await readEdit(context, editForms.copy, request.body));
      return reply.code(201).header('location', `/v1/stories/${copy.id}`).send(copy);
    },
  });
}
