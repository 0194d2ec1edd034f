import { writtenFormats } from '@nextpanel/core';
import { type Context, scriptOfStory } from '@nextpanel/pipeline';
import { z } from 'zod';
import { storyParams } from '../../parameters.ts';
import { bytesOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';
import { attachment } from '../books/attachment.ts';

const types = { comic: 'text/plain; charset=utf-8', csv: 'text/csv; charset=utf-8' } as const;
const extensions = { comic: 'txt', csv: 'csv' } as const;

/** `GET /v1/stories/{id}/script`: what `POST /v1/scripts` reads. */
export async function writeScriptRoute(scope: Server, context: Context): Promise<void> {
  scope.route({
    method: 'GET',
    url: '/v1/stories/:id/script',
    schema: {
      tags: ['stories'],
      operationId: 'writeScript',
      summary: 'A story as a comic script, or as a table with a row for each text',
      params: storyParams,
      querystring: z.strictObject({ format: z.enum(writtenFormats).default('comic') }),
      response: { 200: bytesOf('The script', 'text/plain', 'text/csv'), ...problems },
    },
    handler: async (request, reply) => {
      const { format } = request.query;
      const { title, script } = await scriptOfStory(context, { tenant: request.tenant, id: request.params.id }, format);
      return (
        reply
          .type(types[format])
          .header('content-disposition', attachment(`${title}.${extensions[format]}`))
          .serializer((body: unknown) => body as string)
          // By a byte order mark spreadsheets know the encoding.
          .send((format === 'csv' ? `\ufeff${script}` : script) as never)
      );
    },
  });
}
