import { changedPanelSchema, changedTakeSchema, editForms, listOf, takeViewSchema } from '@nextpanel/core';
import { addTake, type Context, listTakes, selectTake } from '@nextpanel/pipeline';
import { acceptDocuments, validateAllButBody } from '../../accept-documents.ts';
import { changedBy } from '../../changed-by.ts';
import { changeHeaders, pageQuery, panelParams, takeParams } from '../../parameters.ts';
import { editBody, readEdit } from '../../read-edit.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';
import { withoutUndefined } from '../../without-undefined.ts';

/** All takes of a panel, one more made by hand, and the choice among them. */
export async function takesRoutes(scope: Server, context: Context): Promise<void> {
  acceptDocuments(scope);
  scope.route({
    method: 'GET',
    url: '/v1/stories/:id/panels/:number/takes',
    schema: {
      tags: ['takes'],
      operationId: 'listTakes',
      summary: 'All takes of a panel',
      params: panelParams,
      querystring: pageQuery,
      response: { 200: jsonOf('A page of takes', listOf(takeViewSchema)), ...problems },
    },
    handler: (request) =>
      listTakes(context, { tenant: request.tenant, ...request.params, ...withoutUndefined(request.query) }),
  });

  scope.route({
    method: 'POST',
    url: '/v1/stories/:id/panels/:number/takes',
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['takes'],
      operationId: 'addTake',
      summary: 'Add a frame made by hand or elsewhere',
      params: panelParams,
      ...editBody(editForms.takeUpload),
      headers: changeHeaders,
      response: { 201: jsonOf('The take, and what is drawn again', changedTakeSchema), ...problems },
    },
    handler: async (request, reply) =>
      reply
        .code(201)
        .send(
          await addTake(
            context,
            { ...(await changedBy(context, request)), ...request.params },
            await readEdit(context, editForms.takeUpload, request.body),
          ),
        ),
  });

  scope.route({
    method: 'POST',
    url: '/v1/stories/:id/panels/:number/takes/:take/select',
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['takes'],
      operationId: 'selectTake',
      summary: 'Select a take; what is drawn next continues from it',
      params: takeParams,
      ...editBody(editForms.selection),
      headers: changeHeaders,
      response: { 200: jsonOf('The panel, and what is drawn again', changedPanelSchema), ...problems },
    },
    handler: async (request) =>
      selectTake(
        context,
        { ...(await changedBy(context, request)), ...request.params },
        await readEdit(context, editForms.selection, request.body),
      ),
  });
}
