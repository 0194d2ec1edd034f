import { installationViewSchema } from '@nextpanel/core';
import { type Context, migrateInstallation, readInstallation } from '@nextpanel/pipeline';
import { ignoreBody } from '../../ignore-body.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

/** `GET /v1/installation` and `POST /v1/installation/migrate`: the schema of the stored state. */
export async function installationRoutes(scope: Server, context: Context): Promise<void> {
  ignoreBody(scope);
  scope.route({
    method: 'GET',
    url: '/v1/installation',
    schema: {
      tags: ['system'],
      operationId: 'readInstallation',
      summary: 'The schema of the stored state, and processes of older versions',
      response: { 200: jsonOf('The installation', installationViewSchema), ...problems },
    },
    handler: async () => readInstallation(context),
  });

  scope.route({
    method: 'POST',
    url: '/v1/installation/migrate',
    schema: {
      tags: ['system'],
      operationId: 'migrateInstallation',
      summary: 'Raise the schema of the stored state, after every process was upgraded',
      response: { 200: jsonOf('The installation', installationViewSchema), ...problems },
    },
    handler: async () => migrateInstallation(context),
  });
}
