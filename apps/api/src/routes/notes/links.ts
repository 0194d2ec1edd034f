import { editForms, linkViewSchema, listOf } from '@nextpanel/core';
import { addLink, type Context, deleteLink, listLinks } from '@nextpanel/pipeline';
import { z } from 'zod';
import { acceptDocuments, validateAllButBody } from '../../accept-documents.ts';
import { changedBy, changeOf } from '../../changed-by.ts';
import { linkParams, onceHeaders, storyParams } from '../../parameters.ts';
import { editBody, readEdit } from '../../read-edit.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

const url = '/v1/stories/:id/links';

/** Reviewer's links: each opens one story to read and comment on, without prices. */
export async function linksRoutes(scope: Server, context: Context): Promise<void> {
  acceptDocuments(scope);
  scope.route({
    method: 'GET',
    url,
    schema: {
      tags: ['notes'],
      operationId: 'listLinks',
      summary: "Reviewer's links that are valid, the newest first",
      params: storyParams,
      response: { 200: jsonOf('All of them', listOf(linkViewSchema)), ...problems },
    },
    handler: async ({ tenant, params }) => ({
      items: await listLinks(context, { tenant, id: params.id }),
      nextCursor: null,
    }),
  });

  scope.route({
    method: 'POST',
    url,
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['notes'],
      operationId: 'addLink',
      summary:
        "Make a reviewer's link: it reads this story without prices, and comments; its secret is shown only in the first answer",
      params: storyParams,
      ...editBody(editForms.link),
      headers: onceHeaders,
      response: { 201: jsonOf('The link with its secret', linkViewSchema), ...problems },
    },
    handler: async (request, reply) => {
      const { tenant, params, body, protocol, host } = request;
      const by = changeOf(await changedBy(context, request));
      const link = await addLink(
        context,
        { tenant, id: params.id, ...by },
        await readEdit(context, editForms.link, body),
      );
      // Behind #, the secret stays in the browser: it is in no log of a server or a proxy.
      const { publicUrl, rootPath } = context.config;
      const page = `${publicUrl ?? `${protocol}://${host}${rootPath}`}/review#${link.secret}`;
      return reply
        .code(201)
        .header('location', `/v1/stories/${params.id}/links/${link.id}`)
        .send({ ...link, ...(link.secret !== undefined && { url: page }) });
    },
  });

  scope.route({
    method: 'DELETE',
    url: `${url}/:link`,
    schema: {
      tags: ['notes'],
      operationId: 'deleteLink',
      summary: "Revoke a reviewer's link; notes that were written with it stay",
      params: linkParams,
      response: { 204: z.undefined().describe('It is revoked'), ...problems },
    },
    handler: async ({ tenant, params }, reply) => {
      await deleteLink(context, { tenant, id: params.id }, params.link);
      return reply.code(204).send();
    },
  });
}
