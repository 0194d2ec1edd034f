import { type Context, receiveFalWebhook } from '@nextpanel/pipeline';
import { z } from 'zod';
import { validateAllButBody } from '../../accept-documents.ts';
import { binary, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

const hookParams = z.object({ key: z.string().regex(/^[0-9a-f]{64}$/) });

/**
 * `POST /v1/hooks/fal/{requestKey}`: fal reports the end of a request. No key of ours: the delivery is signed by fal, and
 * one that is not changes nothing. Repeats change nothing either.
 */
export async function falHookRoute(scope: Server, context: Context): Promise<void> {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, async (_request: unknown, bytes: Buffer) => bytes);
  scope.route({
    method: 'POST',
    url: '/v1/hooks/fal/:key',
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['hooks'],
      operationId: 'receiveFalWebhook',
      summary: 'Signed deliveries of fal; not for people',
      params: hookParams,
      body: binary,
      response: { 204: z.null().describe('Taken'), ...problems },
    },
    handler: async (request, reply) => {
      const { params, headers, body } = request;
      await receiveFalWebhook(context, {
        requestKey: params.key,
        headers,
        body: body instanceof Uint8Array ? body : new Uint8Array(),
      });
      return reply.code(204).send(null);
    },
  });
}
