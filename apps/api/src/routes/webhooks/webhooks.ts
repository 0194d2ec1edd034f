import { deliveryViewSchema, editForms, listOf, webhookSecretSchema, webhookViewSchema } from '@nextpanel/core';
import {
  addWebhook,
  type Context,
  changeWebhook,
  deleteWebhook,
  listDeliveries,
  listWebhooks,
  readWebhook,
  readWebhookSecret,
  redeliver,
  rotateWebhook,
  rotateWebhookSecret,
} from '@nextpanel/pipeline';
import { z } from 'zod';
import { acceptDocuments, validateAllButBody } from '../../accept-documents.ts';
import { changedBy } from '../../changed-by.ts';
import { deliveryParams, onceHeaders, webhookParams } from '../../parameters.ts';
import { editBody, readEdit } from '../../read-edit.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

const url = '/v1/webhooks';

/** `/v1/webhooks`: addresses that are sent the events of the tenant's stories, and what was delivered. */
export async function webhooksRoutes(scope: Server, context: Context): Promise<void> {
  acceptDocuments(scope);
  scope.route({
    method: 'GET',
    url,
    schema: {
      tags: ['webhooks'],
      operationId: 'listWebhooks',
      summary: 'All webhooks',
      response: { 200: jsonOf('All of them', listOf(webhookViewSchema)), ...problems },
    },
    handler: async ({ tenant }) => ({ items: await listWebhooks(context, tenant), nextCursor: null }),
  });

  scope.route({
    method: 'POST',
    url,
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['webhooks'],
      operationId: 'addWebhook',
      summary: 'Add a webhook; the answer has its secret, and no later answer has it',
      ...editBody(editForms.webhook),
      headers: onceHeaders,
      response: { 201: jsonOf('The webhook with its secret', webhookViewSchema), ...problems },
    },
    handler: async (request, reply) => {
      const by = await changedBy(context, request);
      const webhook = await addWebhook(context, by, await readEdit(context, editForms.webhook, request.body));
      return reply.code(201).header('location', `${url}/${webhook.id}`).send(webhook);
    },
  });

  scope.route({
    method: 'GET',
    url: `${url}/secret`,
    schema: {
      tags: ['webhooks'],
      operationId: 'readWebhookSecret',
      summary: 'What signs the deliveries of stories with a webhook of their own',
      response: { 200: jsonOf('The secret', webhookSecretSchema), ...problems },
    },
    handler: ({ tenant }) => readWebhookSecret(context, tenant),
  });

  scope.route({
    method: 'POST',
    url: `${url}/secret/rotate`,
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['webhooks'],
      operationId: 'rotateWebhookSecret',
      summary: 'Make a new one; the one before it signs along for a day',
      headers: onceHeaders,
      response: { 200: jsonOf('The new secret', webhookSecretSchema), ...problems },
    },
    handler: async (request) => rotateWebhookSecret(context, await changedBy(context, request)),
  });

  scope.route({
    method: 'GET',
    url: `${url}/:id`,
    schema: {
      tags: ['webhooks'],
      operationId: 'readWebhook',
      summary: 'Read a webhook; that of a single story by the id of the story',
      params: webhookParams,
      response: { 200: jsonOf('The webhook', webhookViewSchema), ...problems },
    },
    handler: ({ tenant, params }) => readWebhook(context, { tenant, ...params }),
  });

  scope.route({
    method: 'PATCH',
    url: `${url}/:id`,
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['webhooks'],
      operationId: 'changeWebhook',
      summary: 'Change its address or its events; disable it, or enable it again',
      params: webhookParams,
      ...editBody(editForms.webhookChange),
      response: { 200: jsonOf('The webhook', webhookViewSchema), ...problems },
    },
    handler: async ({ tenant, params, body }) =>
      changeWebhook(context, { tenant, ...params }, await readEdit(context, editForms.webhookChange, body)),
  });

  scope.route({
    method: 'DELETE',
    url: `${url}/:id`,
    schema: {
      tags: ['webhooks'],
      operationId: 'deleteWebhook',
      summary: 'Delete a webhook with its deliveries',
      params: webhookParams,
      response: { 204: z.undefined().describe('It is gone'), ...problems },
    },
    handler: async ({ tenant, params }, reply) => {
      await deleteWebhook(context, { tenant, ...params });
      return reply.code(204).send();
    },
  });

  scope.route({
    method: 'POST',
    url: `${url}/:id/rotate`,
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['webhooks'],
      operationId: 'rotateWebhook',
      summary: 'Make a new secret; the one before it signs along for a day',
      params: webhookParams,
      headers: onceHeaders,
      response: { 200: jsonOf('The webhook with its new secret', webhookViewSchema), ...problems },
    },
    handler: async (request) => rotateWebhook(context, { ...(await changedBy(context, request)), ...request.params }),
  });

  scope.route({
    method: 'GET',
    url: `${url}/:id/deliveries`,
    schema: {
      tags: ['webhooks'],
      operationId: 'listDeliveries',
      summary: 'The last 500 deliveries, the newest first, with every try',
      params: webhookParams,
      response: { 200: jsonOf('Deliveries', listOf(deliveryViewSchema)), ...problems },
    },
    handler: async ({ tenant, params }) => ({
      items: await listDeliveries(context, { tenant, ...params }),
      nextCursor: null,
    }),
  });

  scope.route({
    method: 'POST',
    url: `${url}/:id/deliveries/:delivery/redeliver`,
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['webhooks'],
      operationId: 'redeliver',
      summary: 'Send a delivery again, under the same webhook-id',
      params: deliveryParams,
      response: { 202: jsonOf('The delivery as it is', deliveryViewSchema), ...problems },
    },
    handler: async ({ tenant, params }, reply) => reply.code(202).send(await redeliver(context, { tenant, ...params })),
  });
}
