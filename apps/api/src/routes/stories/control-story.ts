import { storyViewSchema } from '@nextpanel/core';
import { approveStory, type Context, cancelStory, composeAgain, pauseStory, resumeStory } from '@nextpanel/pipeline';
import { ignoreBody } from '../../ignore-body.ts';
import { storyParams } from '../../parameters.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

const acts = {
  pause: { act: pauseStory, summary: 'Pause: finish the batch in flight, draw no further one' },
  resume: { act: resumeStory, summary: 'Continue after a pause or a failure' },
  approve: { act: approveStory, summary: 'Approve what is drawn so far' },
  cancel: { act: cancelStory, summary: 'Cancel; what is drawn stays' },
  compose: { act: composeAgain, summary: 'Make sheets and books again that this release or certificate changes' },
} as const;

/** `POST /v1/stories/{id}/pause`, `/resume`, `/approve`, `/cancel`, `/compose`. Repeats change nothing. */
export async function controlStoryRoutes(scope: Server, context: Context): Promise<void> {
  ignoreBody(scope);
  for (const [verb, { act, summary }] of Object.entries(acts)) {
    scope.route({
      method: 'POST',
      url: `/v1/stories/:id/${verb}`,
      schema: {
        tags: ['stories'],
        operationId: `${verb}Story`,
        summary,
        params: storyParams,
        response: { 202: jsonOf('The story', storyViewSchema), ...problems },
      },
      handler: async (request, reply) =>
        reply.code(202).send(await act(context, { tenant: request.tenant, id: request.params.id })),
    });
  }
}
