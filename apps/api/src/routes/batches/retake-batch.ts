import { changedBatchSchema, editForms } from '@nextpanel/core';
import { type Context, retakeBatch } from '@nextpanel/pipeline';
import { acceptDocuments, validateAllButBody } from '../../accept-documents.ts';
import { changedBy } from '../../changed-by.ts';
import { batchParams, changeHeaders } from '../../parameters.ts';
import { editBody, readEdit } from '../../read-edit.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

/** `POST /v1/stories/{id}/batches/{k}/retake`. */
export async function retakeBatchRoute(scope: Server, context: Context): Promise<void> {
  acceptDocuments(scope);
  scope.route({
    method: 'POST',
    url: '/v1/stories/:id/batches/:number/retake',
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['batches'],
      operationId: 'retakeBatch',
      summary: 'Draw every panel of a batch again; with cascade, also what follows',
      params: batchParams,
      ...editBody(editForms.batchRetake),
      headers: changeHeaders,
      response: { 202: jsonOf('The batch, and what is drawn again', changedBatchSchema), ...problems },
    },
    handler: async (request, reply) =>
      reply
        .code(202)
        .send(
          await retakeBatch(
            context,
            { ...(await changedBy(context, request)), ...request.params },
            await readEdit(context, editForms.batchRetake, request.body),
          ),
        ),
  });
}
