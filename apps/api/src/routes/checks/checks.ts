import { checksViewSchema, checkVerdictSchema, editForms, panelViewSchema } from '@nextpanel/core';
import { acceptFrame, type Context, labelCheck, listChecks } from '@nextpanel/pipeline';
import { acceptDocuments, validateAllButBody } from '../../accept-documents.ts';
import { checkParams, panelParams, storyParams } from '../../parameters.ts';
import { editBody, readEdit } from '../../read-edit.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

/** What checks measured of a story's frames, and whether users say that it is right. */
export async function checksRoutes(scope: Server, context: Context): Promise<void> {
  acceptDocuments(scope);
  scope.route({
    method: 'GET',
    url: '/v1/stories/:id/checks',
    schema: {
      tags: ['checks'],
      operationId: 'listChecks',
      summary: 'What checks measured of the selected frames, worst first, and how often each check was right',
      params: storyParams,
      response: { 200: jsonOf('Verdicts and checks', checksViewSchema), ...problems },
    },
    handler: (request) => listChecks(context, { tenant: request.tenant, id: request.params.id }),
  });

  scope.route({
    method: 'PATCH',
    url: '/v1/stories/:id/panels/:number/checks/:check',
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['checks'],
      operationId: 'labelCheck',
      summary: 'Say whether a check is right about the selected frame of a panel; a wrong one warns no more',
      params: checkParams,
      ...editBody(editForms.checkLabel),
      response: { 200: jsonOf('The verdict', checkVerdictSchema), ...problems },
    },
    handler: async (request) => {
      const { label } = await readEdit(context, editForms.checkLabel, request.body);
      return labelCheck(context, { tenant: request.tenant, ...request.params }, label);
    },
  });

  scope.route({
    method: 'PATCH',
    url: '/v1/stories/:id/panels/:number/acceptance',
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['checks'],
      operationId: 'acceptFrame',
      summary: 'Say that the selected frame of a panel is right, for everybody who looks at the story',
      params: panelParams,
      ...editBody(editForms.acceptance),
      response: { 200: jsonOf('The panel', panelViewSchema), ...problems },
    },
    handler: async (request) => {
      const { accepted } = await readEdit(context, editForms.acceptance, request.body);
      return acceptFrame(context, { tenant: request.tenant, ...request.params }, accepted);
    },
  });
}
