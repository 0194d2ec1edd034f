import { bulkResultSchema, editForms } from '@nextpanel/core';
import { type Context, runBulk } from '@nextpanel/pipeline';
import { acceptDocuments, validateAllButBody } from '../../accept-documents.ts';
import { editBody, readEdit } from '../../read-edit.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

/** `POST /v1/bulk`: one action for every story that a filter fits. Repeats change nothing more. */
export async function runBulkRoute(scope: Server, context: Context): Promise<void> {
  acceptDocuments(scope);
  scope.route({
    method: 'POST',
    url: '/v1/bulk',
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['stories'],
      operationId: 'runBulk',
      summary: 'Pause, resume, cancel or delete every story that a filter fits; with dryRun, say which',
      ...editBody(editForms.bulk),
      response: { 200: jsonOf('What became of each', bulkResultSchema), ...problems },
    },
    handler: async ({ tenant, body }) => runBulk(context, tenant, await readEdit(context, editForms.bulk, body)),
  });
}
