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
import { attachment } from '../books/attachment.ts';

/** What an edition may come as. XLIFF 1.2 has no registered type; these are what tools send. */
const formats: ReadonlyMap<string, EditionFormat> = new Map([
  ['application/json', 'json'],
  ['application/yaml', 'yaml'],
  ['application/x-yaml', 'yaml'],
  ['text/yaml', 'yaml'],
  ['text/csv', 'csv'],
  ['application/x-xliff+xml', 'xliff'],
  ['application/xliff+xml', 'xliff'],
  ['application/xml', 'xliff'],
  ['text/xml', 'xliff'],
]);

const exported = { csv: 'text/csv; charset=utf-8', xliff: 'application/x-xliff+xml; charset=utf-8' } as const;
const url = '/v1/stories/:id/editions/:language';

/** `GET …/editions`, and `GET PUT DELETE …/editions/{language}`: the story lettered in other languages, on the same pictures. */
export async function editionsRoutes(scope: Server, context: Context): Promise<void> {
  acceptDocuments(scope, formats);
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
      return reply
        .type(exported[format])
        .header('content-disposition', attachment(fileName))
        .serializer((body: unknown) => body as string)
        .send(text as never);
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
      consumes: [...formats.keys()],
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
