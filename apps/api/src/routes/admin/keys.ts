import { editForms, keyViewSchema, listOf, NextpanelError, needsKeys } from '@nextpanel/core';
import { addKey, type Context, changeKey, listKeys, readKey, revokeKey, rotateKey } from '@nextpanel/pipeline';
import { z } from 'zod';
import { acceptDocuments, validateAllButBody } from '../../accept-documents.ts';
import { changedBy, changeOf } from '../../changed-by.ts';
import { keyParams, onceHeaders, tenantQuery } from '../../parameters.ts';
import { editBody, readEdit } from '../../read-edit.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

const url = '/v1/admin/keys';

/** `/v1/admin/keys`: an admin sees and makes keys of the own tenant, the operator those of all. */
export async function keysRoutes(scope: Server, context: Context): Promise<void> {
  acceptDocuments(scope);
  scope.route({
    method: 'GET',
    url,
    schema: {
      tags: ['admin'],
      operationId: 'listKeys',
      summary: "The keys of your tenant; with the operator's key, of all",
      querystring: tenantQuery,
      response: { 200: jsonOf('All of them', listOf(keyViewSchema)), ...problems },
    },
    handler: async ({ caller, query }) => ({ items: await listKeys(context, caller, query.tenant), nextCursor: null }),
  });

  scope.route({
    method: 'POST',
    url,
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['admin'],
      operationId: 'addKey',
      summary: 'Create a key; its secret is shown only in the first answer',
      ...editBody(editForms.key),
      headers: onceHeaders,
      response: { 201: jsonOf('The key with its secret', keyViewSchema), ...problems },
    },
    handler: async (request, reply) => {
      if (!needsKeys(context.config))
        throw new NextpanelError(
          'keys_not_used',
          'this server does not use keys: everyone on its machine has access, so a key would change nothing',
        );
      const by = await changedBy(context, request);
      const key = await addKey(
        context,
        { ...request.caller, ...changeOf(by) },
        await readEdit(context, editForms.key, request.body),
      );
      return reply.code(201).header('location', `${url}/${key.id}`).send(key);
    },
  });

  scope.route({
    method: 'GET',
    url: `${url}/:id`,
    schema: {
      tags: ['admin'],
      operationId: 'readKey',
      summary: 'Read a key; its secret is not stored',
      params: keyParams,
      response: { 200: jsonOf('The key', keyViewSchema), ...problems },
    },
    handler: ({ caller, params }) => readKey(context, caller, params.id),
  });

  scope.route({
    method: 'PATCH',
    url: `${url}/:id`,
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['admin'],
      operationId: 'changeKey',
      summary: 'Change the name, the role or the end of a key',
      params: keyParams,
      ...editBody(editForms.keyChange),
      response: { 200: jsonOf('The key', keyViewSchema), ...problems },
    },
    handler: async ({ caller, params, body }) =>
      changeKey(context, caller, params.id, await readEdit(context, editForms.keyChange, body)),
  });

  scope.route({
    method: 'DELETE',
    url: `${url}/:id`,
    schema: {
      tags: ['admin'],
      operationId: 'revokeKey',
      summary: 'Revoke a key: it opens nothing any more, and event streams opened with it end',
      params: keyParams,
      response: { 204: z.undefined().describe('It is revoked'), ...problems },
    },
    handler: async ({ caller, params }, reply) => {
      await revokeKey(context, caller, params.id);
      return reply.code(204).send();
    },
  });

  scope.route({
    method: 'POST',
    url: `${url}/:id/rotate`,
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['admin'],
      operationId: 'rotateKey',
      summary: 'Make a new secret; the one before it is valid for a while longer',
      params: keyParams,
      ...editBody(editForms.keyRotation),
      headers: onceHeaders,
      response: { 200: jsonOf('The key with its new secret', keyViewSchema), ...problems },
    },
    handler: async (request) => {
      const by = await changedBy(context, request);
      const form = await readEdit(context, editForms.keyRotation, request.body);
      return rotateKey(context, { ...request.caller, ...changeOf(by) }, request.params.id, form);
    },
  });
}
