import { editForms, listOf, tenantViewSchema } from '@nextpanel/core';
import { addTenant, type Context, changeTenant, deleteTenant, listTenants, readTenant } from '@nextpanel/pipeline';
import { z } from 'zod';
import { acceptDocuments, validateAllButBody } from '../../accept-documents.ts';
import { tenantParams } from '../../parameters.ts';
import { editBody, readEdit } from '../../read-edit.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

const url = '/v1/admin/tenants';

/** `/v1/admin/tenants`: weight and limits of each tenant. */
export async function tenantsRoutes(scope: Server, context: Context): Promise<void> {
  acceptDocuments(scope);
  scope.route({
    method: 'GET',
    url,
    schema: {
      tags: ['admin'],
      operationId: 'listTenants',
      summary: 'All tenants, with what they have used today',
      response: { 200: jsonOf('All of them', listOf(tenantViewSchema)), ...problems },
    },
    handler: async () => ({ items: await listTenants(context), nextCursor: null }),
  });

  scope.route({
    method: 'POST',
    url,
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['admin'],
      operationId: 'addTenant',
      summary: 'Set up a tenant; one that is there is changed',
      ...editBody(editForms.tenant),
      response: { 201: jsonOf('The tenant', tenantViewSchema), ...problems },
    },
    handler: async ({ body }, reply) => {
      const tenant = await addTenant(context, await readEdit(context, editForms.tenant, body));
      return reply.code(201).header('location', `${url}/${tenant.id}`).send(tenant);
    },
  });

  scope.route({
    method: 'GET',
    url: `${url}/:id`,
    schema: {
      tags: ['admin'],
      operationId: 'readTenant',
      summary: 'Read a tenant',
      params: tenantParams,
      response: { 200: jsonOf('The tenant', tenantViewSchema), ...problems },
    },
    handler: ({ params }) => readTenant(context, params.id),
  });

  scope.route({
    method: 'PATCH',
    url: `${url}/:id`,
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['admin'],
      operationId: 'changeTenant',
      summary: 'Change weight or limits',
      params: tenantParams,
      ...editBody(editForms.tenantChange),
      response: { 200: jsonOf('The tenant', tenantViewSchema), ...problems },
    },
    handler: async ({ params, body }) =>
      changeTenant(context, params.id, await readEdit(context, editForms.tenantChange, body)),
  });

  scope.route({
    method: 'DELETE',
    url: `${url}/:id`,
    schema: {
      tags: ['admin'],
      operationId: 'deleteTenant',
      summary: 'Delete a tenant without stories; its keys are revoked',
      params: tenantParams,
      response: { 204: z.undefined().describe('It is gone'), ...problems },
    },
    handler: async ({ params }, reply) => {
      await deleteTenant(context, params.id);
      return reply.code(204).send();
    },
  });
}
