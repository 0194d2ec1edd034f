import { editForms, ledgerEntrySchema } from '@nextpanel/core';
import { type Context, settleRequest } from '@nextpanel/pipeline';
import { acceptDocuments, validateAllButBody } from '../../accept-documents.ts';
import { requestParams } from '../../parameters.ts';
import { editBody, readEdit } from '../../read-edit.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

/** `POST /v1/stories/{id}/ledger/{request}/settle`. Repeats change nothing. */
export async function settleRequestRoute(scope: Server, context: Context): Promise<void> {
  acceptDocuments(scope);
  scope.route({
    method: 'POST',
    url: '/v1/stories/:id/ledger/:request/settle',
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['ledger'],
      operationId: 'settleRequest',
      summary: 'Say whether a request whose outcome is unknown was paid; that part of the budget is certain then',
      params: requestParams,
      ...editBody(editForms.settlement),
      response: { 200: jsonOf('The request', ledgerEntrySchema), ...problems },
    },
    handler: async ({ tenant, params, body }) =>
      settleRequest(
        context,
        { tenant, id: params.id },
        params.request,
        await readEdit(context, editForms.settlement, body),
      ),
  });
}
