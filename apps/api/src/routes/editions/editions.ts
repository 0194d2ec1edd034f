import {
  type EditionFormat,
  editionFormSchema,
  editionSummarySchema,
  editionViewSchema,
  listOf,
  NextpanelError,
} from '@nextpanel/core';
import { type Context, deleteEdition, exportEdition, listEditions, putEdition, readEdition } from '@nextpanel/pipeline';
import { z } from 'zod';
import { acceptDocuments, validateAllButBody } from '../../accept-documents.ts';
import { editionParams, editionQuery, storyParams } from '../../parameters.ts';
import { bytesOf, jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';
import { editionTypes, sendTable } from './tables.ts';

const url = '/v1/stories/:id/editions/:language';

/** `GET …/editions`, and `GET PUT DELETE …/editions/{language}`: the story lettered in other languages, on the same pictures. */
export async function editionsRoutes(scope: Server, context: Context): Promise<void> {
  acceptDocuments(scope, editionTypes);
  scope.route({
    method: 'GET',
    url: '/v1/stories/:id/editions',
    schema: {
      tags: ['editions'],
      operationId: 'listEditions',
      summary: 'Editions in other languages',
      params: storyParams,
      response: { 200: jsonOf('All of them', listOf(editionSummarySchema)), ...problems },
    },
    handler: async (request) => ({
      items: await listEditions(context, { tenant: request.tenant, id: request.params.id }),
      nextCursor: null,
    }),
  });

  scope.route({
    method: 'GET',
    url,
    schema: {
      tags: ['editions'],
      operationId: 'readEdition',
      summary:
        'An edition with its texts; or, for translators, as a table or XLIFF, also of a language without an edition',
      params: editionParams,
      querystring: editionQuery,
      response: {
        200: {
          description: 'The edition',
          content: {
            'application/json': { schema: editionViewSchema },
            ...bytesOf('', 'text/csv', 'application/x-xliff+xml').content,
          },
        },
        ...problems,
      },
    },
    handler: async (request, reply) => {
      const wanted = { tenant: request.tenant, ...request.params };
      const { format } = request.query;
      if (format === undefined) return reply.send(await readEdition(context, wanted));
      const { text, fileName } = await exportEdition(context, { ...wanted, format });
      return sendTable(reply, format, { text, fileName });
    },
  });

  scope.route({
    method: 'PUT',
    url,
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['editions'],
      operationId: 'putEdition',
      summary:
        'Add an edition, or replace its words: as JSON or YAML, a story in that language, CSV or XLIFF 1.2; draws nothing',
      params: editionParams,
      consumes: [...editionTypes.keys()],
      body: editionFormSchema,
      response: {
        200: jsonOf('The edition', editionViewSchema),
        201: jsonOf('The new edition', editionViewSchema),
        ...problems,
      },
    },
    handler: async (request, reply) => {
      const body: unknown = request.body;
      if (body === undefined || body === null)
        throw new NextpanelError('unparsable', 'the body is empty; send an edition as JSON, YAML, CSV or XLIFF');
      const source = body as { readonly format: EditionFormat; readonly text: string };
      const { edition, isNew } = await putEdition(context, { tenant: request.tenant, ...request.params }, source);
      return reply.code(isNew ? 201 : 200).send(edition);
    },
  });

  scope.route({
    method: 'DELETE',
    url,
    schema: {
      tags: ['editions'],
      operationId: 'deleteEdition',
      summary: 'Delete an edition with its sheets and books; the original stays',
      params: editionParams,
      response: { 204: z.undefined().describe('It is gone'), ...problems },
    },
    handler: async (request, reply) => {
      await deleteEdition(context, { tenant: request.tenant, ...request.params });
      return reply.code(204).send();
    },
  });
}
