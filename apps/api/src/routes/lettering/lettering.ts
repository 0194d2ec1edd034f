import { type EditionFormat, editForms, storyViewSchema } from '@nextpanel/core';
import { type Context, exportLettering, letterFromTable, letterStory } from '@nextpanel/pipeline';
import { acceptDocuments, type DocumentSource, validateAllButBody } from '../../accept-documents.ts';
import { changedBy } from '../../changed-by.ts';
import { changeHeaders, letteringQuery, storyParams } from '../../parameters.ts';
import { editBody, readEdit } from '../../read-edit.ts';
import { bytesOf, jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';
import { editionTypes, sendTable } from '../editions/tables.ts';

const url = '/v1/stories/:id/lettering';

/** `GET PATCH …/lettering`: the words of a story in its own language. */
export async function letteringRoutes(scope: Server, context: Context): Promise<void> {
  acceptDocuments(scope, editionTypes);
  scope.route({
    method: 'GET',
    url,
    schema: {
      tags: ['panels'],
      operationId: 'exportLettering',
      summary: 'The texts of a story as a table or XLIFF, to be changed and sent back',
      params: storyParams,
      querystring: letteringQuery,
      response: {
        200: bytesOf('The file', 'text/csv', 'application/x-xliff+xml'),
        ...problems,
      },
    },
    handler: async (request, reply) => {
      const { format } = request.query;
      const file = await exportLettering(context, { tenant: request.tenant, ...request.params, format });
      return sendTable(reply, format, file);
    },
  });

  scope.route({
    method: 'PATCH',
    url,
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['panels'],
      operationId: 'letterStory',
      summary:
        'Replace texts, by a translation for example, as JSON or YAML; or change some in the table or XLIFF of GET; draws nothing',
      params: storyParams,
      ...editBody(editForms.lettering),
      headers: changeHeaders,
      consumes: [...editionTypes.keys()],
      response: { 200: jsonOf('The story', storyViewSchema), ...problems },
    },
    handler: async (request) => {
      const changed = { ...(await changedBy(context, request)), id: request.params.id };
      const body: unknown = request.body;
      const source = body as { readonly format: EditionFormat; readonly text: string } | null | undefined;
      if (source?.format === 'csv' || source?.format === 'xliff')
        return letterFromTable(context, changed, { format: source.format, text: source.text });
      return letterStory(context, changed, await readEdit(context, editForms.lettering, source as DocumentSource));
    },
  });
}
