import { type Context, receiveWebhook } from '@nextpanel/pipeline';
import { z } from 'zod';
import { validateAllButBody } from '../../accept-documents.ts';
import { binary, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

const hookParams = z.object({
  key: z
    .string()
    .regex(/^[0-9a-f-]{36}$|^[0-9a-f]{64}$/)
    .describe('Id of an order, or a request key in addresses of earlier versions'),
});

/**
 * `POST /v1/hooks/fal/{key}`: fal reports the end of a request. It needs no API key: fal signs the delivery, and one with a wrong
 * signature changes nothing. Repeats change nothing either.
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
      await receiveWebhook(context, {
        provider: 'fal',
        order: params.key,
        headers,
        body: body instanceof Uint8Array ? body : new Uint8Array(),
      });
      return reply.code(204).send(null);
    },
  });
}
