import {
  changedPlateSchema,
  changedTakeSchema,
  editForms,
  listOf,
  plateViewSchema,
  storyViewSchema,
  takeViewSchema,
} from '@nextpanel/core';
import {
  addPlate,
  approvePlates,
  type Context,
  editPlate,
  listPlates,
  listPlateTakes,
  redrawPlatePanels,
  retakePlate,
  retouchPlate,
  selectPlate,
} from '@nextpanel/pipeline';
import { acceptDocuments, validateAllButBody } from '../../accept-documents.ts';
import { changedBy } from '../../changed-by.ts';
import { changeHeaders, pageQuery, plateParams, plateTakeParams, storyParams } from '../../parameters.ts';
import { editBody, readEdit } from '../../read-edit.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';
import { withoutUndefined } from '../../without-undefined.ts';

/** Reference pictures of a story, which work like panels: takes, retakes, retouches, uploads, selection. */
export async function platesRoutes(scope: Server, context: Context): Promise<void> {
  acceptDocuments(scope);
  scope.route({
    method: 'GET',
    url: '/v1/stories/:id/plates',
    schema: {
      tags: ['plates'],
      operationId: 'listPlates',
      summary: 'Characters, outfits, locations, props and the style: their pictures, where each is used, what is stale',
      params: storyParams,
      response: { 200: jsonOf('All of them', listOf(plateViewSchema)), ...problems },
    },
    handler: async (request) => ({
      items: await listPlates(context, { tenant: request.tenant, id: request.params.id }),
      nextCursor: null,
    }),
  });

  scope.route({
    method: 'POST',
    url: '/v1/stories/:id/plates/approve',
    schema: {
      tags: ['plates'],
      operationId: 'approvePlates',
      summary: 'Approve the plates; the panels are drawn from them',
      params: storyParams,
      response: { 202: jsonOf('The story', storyViewSchema), ...problems },
    },
    handler: async (request, reply) =>
      reply.code(202).send(await approvePlates(context, { tenant: request.tenant, id: request.params.id })),
  });

  scope.route({
    method: 'PATCH',
    url: '/v1/stories/:id/plates/:plate',
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['plates'],
      operationId: 'editPlate',
      summary:
        'Change the description or pictures of a character, outfit, location, prop or the style; panels that show it become stale',
      params: plateParams,
      ...editBody(editForms.plateEdit),
      headers: changeHeaders,
      response: { 200: jsonOf('The plate, and what depends on it', changedPlateSchema), ...problems },
    },
    handler: async (request) =>
      editPlate(
        context,
        { ...(await changedBy(context, request)), ...request.params },
        await readEdit(context, editForms.plateEdit, request.body),
      ),
  });

  scope.route({
    method: 'POST',
    url: '/v1/stories/:id/plates/:plate/retake',
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['plates'],
      operationId: 'retakePlate',
      summary: 'Draw a plate again; panels drawn from it become stale, and none is drawn again',
      params: plateParams,
      ...editBody(editForms.plateRetake),
      headers: changeHeaders,
      response: { 202: jsonOf('The plate, its price, and what depends on it', changedPlateSchema), ...problems },
    },
    handler: async (request, reply) =>
      reply
        .code(202)
        .send(
          await retakePlate(
            context,
            { ...(await changedBy(context, request)), ...request.params },
            await readEdit(context, editForms.plateRetake, request.body),
          ),
        ),
  });

  scope.route({
    method: 'POST',
    url: '/v1/stories/:id/plates/:plate/retouch',
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['plates'],
      operationId: 'retouchPlate',
      summary: 'Change something in the selected picture of a plate, within a box or a mask; no panel is drawn again',
      params: plateParams,
      ...editBody(editForms.plateRetouch),
      headers: changeHeaders,
      response: { 202: jsonOf('The plate, its price, and what depends on it', changedPlateSchema), ...problems },
    },
    handler: async (request, reply) =>
      reply
        .code(202)
        .send(
          await retouchPlate(
            context,
            { ...(await changedBy(context, request)), ...request.params },
            await readEdit(context, editForms.plateRetouch, request.body),
          ),
        ),
  });

  scope.route({
    method: 'POST',
    url: '/v1/stories/:id/plates/:plate/redraw',
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['plates'],
      operationId: 'redrawPlatePanels',
      summary: 'Draw the panels again that are stale because of a plate',
      params: plateParams,
      ...editBody(editForms.plateRedraw),
      headers: changeHeaders,
      response: { 202: jsonOf('The plate, and what is drawn, with its price', changedPlateSchema), ...problems },
    },
    handler: async (request, reply) =>
      reply
        .code(202)
        .send(
          await redrawPlatePanels(
            context,
            { ...(await changedBy(context, request)), ...request.params },
            await readEdit(context, editForms.plateRedraw, request.body),
          ),
        ),
  });

  scope.route({
    method: 'GET',
    url: '/v1/stories/:id/plates/:plate/takes',
    schema: {
      tags: ['plates'],
      operationId: 'listPlateTakes',
      summary: 'All takes of a plate',
      params: plateParams,
      querystring: pageQuery,
      response: { 200: jsonOf('A page of takes', listOf(takeViewSchema)), ...problems },
    },
    handler: (request) =>
      listPlateTakes(context, { tenant: request.tenant, ...request.params, ...withoutUndefined(request.query) }),
  });

  scope.route({
    method: 'POST',
    url: '/v1/stories/:id/plates/:plate/takes',
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['plates'],
      operationId: 'addPlateTake',
      summary: 'Add a plate made by hand or elsewhere',
      params: plateParams,
      ...editBody(editForms.plateUpload),
      headers: changeHeaders,
      response: { 201: jsonOf('The take', changedTakeSchema), ...problems },
    },
    handler: async (request, reply) =>
      reply
        .code(201)
        .send(
          await addPlate(
            context,
            { ...(await changedBy(context, request)), ...request.params },
            await readEdit(context, editForms.plateUpload, request.body),
          ),
        ),
  });

  scope.route({
    method: 'POST',
    url: '/v1/stories/:id/plates/:plate/takes/:take/select',
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['plates'],
      operationId: 'selectPlateTake',
      summary: 'Select a take of a plate; panels that are drawn next go along with it',
      params: plateTakeParams,
      ...editBody(editForms.plateSelection),
      headers: changeHeaders,
      response: { 200: jsonOf('The plate, and what depends on it', changedPlateSchema), ...problems },
    },
    handler: async (request) =>
      selectPlate(
        context,
        { ...(await changedBy(context, request)), ...request.params },
        await readEdit(context, editForms.plateSelection, request.body),
      ),
  });
}
