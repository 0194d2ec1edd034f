import { adaptedScriptSchema, editForms } from '@nextpanel/core';
import { type Context, settleScriptCall } from '@nextpanel/pipeline';
import { z } from 'zod';
import { acceptDocuments, validateAllButBody } from '../../accept-documents.ts';
import { editBody, readEdit } from '../../read-edit.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';
import { scriptParams } from './script-params.ts';

/** `POST /v1/scripts/{script}/calls/{call}/settle`. Repeats change nothing. */
export async function settleScriptCallRoute(scope: Server, context: Context): Promise<void> {
  acceptDocuments(scope);
  scope.route({
    method: 'POST',
    url: '/v1/scripts/:script/calls/:call/settle',
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['ledger'],
      operationId: 'settleScriptCall',
      summary: 'Say whether a question whose answer was lost was paid; that part of the cost is certain then',
      params: scriptParams.extend({
        call: z
          .string()
          .regex(/^[A-Za-z0-9-]{1,64}$/)
          .describe('Id of the question, as the script has it'),
      }),
      ...editBody(editForms.settlement),
      response: { 200: jsonOf('The script', adaptedScriptSchema), ...problems },
    },
    handler: async ({ tenant, params: { script, call }, body }) =>
      settleScriptCall(context, { tenant, id: script }, call, await readEdit(context, editForms.settlement, body)),
  });
}
