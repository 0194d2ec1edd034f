import { adaptedScriptSchema, listOf, scriptModelsSchema, scriptViewSchema } from '@nextpanel/core';
import {
  type Context,
  cancelScript,
  deleteScript,
  listScriptModels,
  listScripts,
  readScript,
  retryScript,
} from '@nextpanel/pipeline';
import { z } from 'zod';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';
import { scriptParams } from './script-params.ts';

const url = '/v1/scripts/:script';

/** `/v1/scripts`: scripts that a language model adapts, and what came of them. */
export async function adaptedScriptsRoutes(scope: Server, context: Context): Promise<void> {
  scope.route({
    method: 'GET',
    url: '/v1/scripts',
    schema: {
      tags: ['stories'],
      operationId: 'listScripts',
      summary: 'Scripts that a language model adapts, the newest 100 first',
      response: { 200: jsonOf('The scripts', listOf(scriptViewSchema)), ...problems },
    },
    handler: async ({ tenant }) => ({ items: await listScripts(context, tenant), nextCursor: null }),
  });

  scope.route({
    method: 'GET',
    url: '/v1/script-models',
    schema: {
      tags: ['stories'],
      operationId: 'listScriptModels',
      summary: 'Language models that can adapt scripts here, as their server names them',
      response: { 200: jsonOf('The models', scriptModelsSchema), ...problems },
    },
    handler: () => listScriptModels(context),
  });

  scope.route({
    method: 'GET',
    url,
    schema: {
      tags: ['stories'],
      operationId: 'readScript',
      summary: 'One script, with the draft once it is done, and every question to the model',
      params: scriptParams,
      response: { 200: jsonOf('The script', adaptedScriptSchema), ...problems },
    },
    handler: ({ tenant, params: { script } }) => readScript(context, tenant, script),
  });

  scope.route({
    method: 'POST',
    url: `${url}/cancel`,
    schema: {
      tags: ['stories'],
      operationId: 'cancelScript',
      summary: 'Cancel: no further question is asked; an answer on its way is paid',
      params: scriptParams,
      response: { 200: jsonOf('The script', scriptViewSchema), ...problems },
    },
    handler: ({ tenant, params: { script } }) => cancelScript(context, tenant, script),
  });

  scope.route({
    method: 'POST',
    url: `${url}/retry`,
    schema: {
      tags: ['stories'],
      operationId: 'retryScript',
      summary: 'Continue a script that failed, was cancelled or waits; answers that were given are not paid again',
      params: scriptParams,
      response: { 200: jsonOf('The script', scriptViewSchema), ...problems },
    },
    handler: ({ tenant, params: { script } }) => retryScript(context, tenant, script),
  });

  scope.route({
    method: 'DELETE',
    url,
    schema: {
      tags: ['stories'],
      operationId: 'deleteScript',
      summary: 'Delete a script that is over; what it cost stays in the ledger',
      params: scriptParams,
      response: { 204: z.undefined().describe('It is gone'), ...problems },
    },
    handler: async ({ tenant, params: { script } }, reply) => {
      await deleteScript(context, tenant, script);
      return reply.code(204).send();
    },
  });
}
