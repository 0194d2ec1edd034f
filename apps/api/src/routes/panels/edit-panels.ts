import { changedPanelSchema, changedStorySchema, editForms } from '@nextpanel/core';
import {
  type Context,
  editPanel,
  insertPanels,
  movePanel,
  removePanel,
  retakePanel,
  retouchPanel,
} from '@nextpanel/pipeline';
import { acceptDocuments, validateAllButBody } from '../../accept-documents.ts';
import { changedBy } from '../../changed-by.ts';
import { changeHeaders, dryRunQuery, panelParams, storyParams } from '../../parameters.ts';
import { editBody, readEdit } from '../../read-edit.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

/** What changes the panels of a story that was submitted. */
export async function editPanelsRoutes(scope: Server, context: Context): Promise<void> {
  acceptDocuments(scope);
  scope.route({
    method: 'POST',
    url: '/v1/stories/:id/panels',
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['panels'],
      operationId: 'insertPanels',
      summary: 'Insert panels, or append them: continue a story',
      params: storyParams,
      ...editBody(editForms.insertion),
      headers: changeHeaders,
      response: { 202: jsonOf('The story, and what is drawn', changedStorySchema), ...problems },
    },
    handler: async (request, reply) =>
      reply
        .code(202)
        .send(
          await insertPanels(
            context,
            { ...(await changedBy(context, request)), id: request.params.id },
            await readEdit(context, editForms.insertion, request.body),
          ),
        ),
  });

  scope.route({
    method: 'PATCH',
    url: '/v1/stories/:id/panels/:number',
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['panels'],
      operationId: 'editPanel',
      summary: 'Change what a panel asks for; one that is drawn is drawn again when its picture changes',
      params: panelParams,
      ...editBody(editForms.panel),
      headers: changeHeaders,
      response: { 200: jsonOf('The panel, and what is drawn again', changedPanelSchema), ...problems },
    },
    handler: async (request) =>
      editPanel(
        context,
        { ...(await changedBy(context, request)), ...request.params },
        await readEdit(context, editForms.panel, request.body),
      ),
  });

  scope.route({
    method: 'POST',
    url: '/v1/stories/:id/panels/:number/retake',
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['panels'],
      operationId: 'retakePanel',
      summary: 'Draw a panel again; its takes are kept',
      params: panelParams,
      ...editBody(editForms.retake),
      headers: changeHeaders,
      response: { 202: jsonOf('The panel, and what is drawn again', changedPanelSchema), ...problems },
    },
    handler: async (request, reply) =>
      reply
        .code(202)
        .send(
          await retakePanel(
            context,
            { ...(await changedBy(context, request)), ...request.params },
            await readEdit(context, editForms.retake, request.body),
          ),
        ),
  });

  scope.route({
    method: 'POST',
    url: '/v1/stories/:id/panels/:number/retouch',
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['panels'],
      operationId: 'retouchPanel',
      summary: 'Change something in the selected frame of a panel, within a box or a mask; its takes are kept',
      params: panelParams,
      ...editBody(editForms.retouch),
      headers: changeHeaders,
      response: { 202: jsonOf('The panel, and what is drawn again', changedPanelSchema), ...problems },
    },
    handler: async (request, reply) =>
      reply
        .code(202)
        .send(
          await retouchPanel(
            context,
            { ...(await changedBy(context, request)), ...request.params },
            await readEdit(context, editForms.retouch, request.body),
          ),
        ),
  });

  scope.route({
    method: 'POST',
    url: '/v1/stories/:id/panels/:number/move',
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['panels'],
      operationId: 'movePanel',
      summary: 'Move a panel to another place in the book; nothing that is drawn is drawn again',
      params: panelParams,
      ...editBody(editForms.move),
      headers: changeHeaders,
      response: { 200: jsonOf('The story, and which pages change', changedStorySchema), ...problems },
    },
    handler: async (request) =>
      movePanel(
        context,
        { ...(await changedBy(context, request)), ...request.params },
        await readEdit(context, editForms.move, request.body),
      ),
  });

  scope.route({
    method: 'DELETE',
    url: '/v1/stories/:id/panels/:number',
    schema: {
      tags: ['panels'],
      operationId: 'removePanel',
      summary: 'Remove a panel from the book; its takes and ledger entries are kept under its id',
      params: panelParams,
      querystring: dryRunQuery,
      headers: changeHeaders,
      response: { 200: jsonOf('The story, and which pages change', changedStorySchema), ...problems },
    },
    handler: async (request) =>
      removePanel(
        context,
        { ...(await changedBy(context, request)), ...request.params },
        { dryRun: request.query.dryRun === 'true' },
      ),
  });
}
