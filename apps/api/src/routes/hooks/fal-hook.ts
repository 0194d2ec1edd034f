import { admitWebhook, type Context, receiveWebhook } from '@nextpanel/pipeline';
import { z } from 'zod';
import { validateAllButBody } from '../../accept-documents.ts';
import { sendProblem } from '../../problem.ts';
import { binary, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

/** The addresses of eight pictures and what fal says about them are a few kilobytes. */
const deliveryMaxBytes = 256 * 1_024;

const hookParams = z.object({
  key: z
    .string()
    .regex(/^[0-9a-f-]{36}$|^[0-9a-f]{64}$/)
    .describe('Id of an order, or a request key in addresses of earlier versions'),
});

/**
 * `POST /v1/hooks/fal/{key}`: fal reports the end of a request. It needs no API key: fal signs the delivery, and one with a wrong
 * signature changes nothing. Repeats change nothing either. Whether fal is set up, the signature's headers and the order are judged before
 * the body is read: anybody may post here.
 */
export async function falHookRoute(scope: Server, context: Context): Promise<void> {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, async (_request: unknown, bytes: Buffer) => bytes);
  scope.route({
    method: 'POST',
    url: '/v1/hooks/fal/:key',
    bodyLimit: deliveryMaxBytes,
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['hooks'],
      operationId: 'receiveFalWebhook',
      summary: 'Signed deliveries of fal; not for people',
      params: hookParams,
      body: binary,
      response: { 204: z.null().describe('Taken'), ...problems },
    },
    onRequest: async ({ params, headers }, reply) => {
      const key = hookParams.safeParse(params).data?.key;
      // Addresses of another form are refused with the rest of the parameters.
      if (key === undefined) return undefined;
      try {
        await admitWebhook(context, { provider: 'fal', order: key, headers });
      } catch (error) {
        return sendProblem(reply, error);
      }
      return undefined;
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
