import { assetUseSchema, assetViewSchema, listOf } from '@nextpanel/core';
import { type Context, deleteAsset, listAssets, readAssetUse } from '@nextpanel/pipeline';
import { z } from 'zod';
import { validateAllButBody } from '../../accept-documents.ts';
import { assetParams, pageQuery } from '../../parameters.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

const url = '/v1/assets';

/** The pictures a tenant uploaded: which there are, which stories have one, and deleting one that none has. */
export async function assetsRoutes(scope: Server, context: Context): Promise<void> {
  scope.route({
    method: 'GET',
    url,
    schema: {
      tags: ['assets'],
      operationId: 'listAssets',
      summary: 'Uploaded pictures, by id',
      querystring: pageQuery,
      response: { 200: jsonOf('A page of them', listOf(assetViewSchema)), ...problems },
    },
    handler: ({ tenant, query }) => listAssets(context, { tenant, ...query }),
  });

  scope.route({
    method: 'GET',
    url: `${url}/:id`,
    schema: {
      tags: ['assets'],
      operationId: 'readAsset',
      summary: 'An uploaded picture and the stories that have it',
      params: assetParams,
      response: { 200: jsonOf('The picture', assetUseSchema), ...problems },
    },
    handler: ({ tenant, params }) => readAssetUse(context, { tenant, ...params }),
  });

  scope.route({
    method: 'DELETE',
    url: `${url}/:id`,
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['assets'],
      operationId: 'deleteAsset',
      summary: 'Delete a picture that no story has',
      params: assetParams,
      response: { 204: z.undefined().describe('It is gone'), ...problems },
    },
    handler: async ({ tenant, params }, reply) => {
      await deleteAsset(context, { tenant, ...params });
      return reply.code(204).send();
    },
  });
}
