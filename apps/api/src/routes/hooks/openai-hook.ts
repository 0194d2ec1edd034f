import { type Context, receiveBatchWebhook } from '@nextpanel/pipeline';
import { z } from 'zod';
import { validateAllButBody } from '../../accept-documents.ts';
import { binary, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

/** An event is a few hundred bytes. */
const eventMaxBytes = 65_536;

/**
 * `POST /v1/hooks/openai`: OpenAI reports the end of a batch. It needs no API key: OpenAI signs the delivery with the project's secret
 * (`OPENAI_WEBHOOK_SECRET`), and one with a wrong signature changes nothing. Repeats change nothing either.
 */
export async function openaiHookRoute(scope: Server, context: Context): Promise<void> {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, async (_request: unknown, bytes: Buffer) => bytes);
  scope.route({
    method: 'POST',
    url: '/v1/hooks/openai',
    bodyLimit: eventMaxBytes,
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['hooks'],
      operationId: 'receiveOpenaiWebhook',
      summary: 'Signed deliveries of OpenAI; not for people',
      body: binary,
      response: { 204: z.null().describe('Taken'), ...problems },
    },
    handler: async ({ headers, body }, reply) => {
      const bytes = body instanceof Uint8Array ? body : new Uint8Array();
      await receiveBatchWebhook(context, { provider: 'openai', headers, body: bytes });
      return reply.code(204).send(null);
    },
  });
}
