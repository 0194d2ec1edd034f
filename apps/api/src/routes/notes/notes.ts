import { editForms, listOf, noteViewSchema } from '@nextpanel/core';
import { type Author, addNote, type Context, changeNote, deleteNote, listNotes } from '@nextpanel/pipeline';
import { z } from 'zod';
import { acceptDocuments, validateAllButBody } from '../../accept-documents.ts';
import type { Caller } from '../../access/caller.ts';
import { changedBy, changeOf } from '../../changed-by.ts';
import { noteParams, onceHeaders, pageQuery, storyParams } from '../../parameters.ts';
import { editBody, readEdit } from '../../read-edit.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';
import { withoutUndefined } from '../../without-undefined.ts';

const url = '/v1/stories/:id/notes';

const authorOf = ({ link }: Caller): Author => ({ name: link?.name ?? null, link: link?.id ?? null });

/** What people remarked about panels; a reviewer's link writes here, too. */
export async function notesRoutes(scope: Server, context: Context): Promise<void> {
  acceptDocuments(scope);
  scope.route({
    method: 'GET',
    url,
    schema: {
      tags: ['notes'],
      operationId: 'listNotes',
      summary: 'Notes on panels, in reading order',
      params: storyParams,
      querystring: pageQuery,
      response: { 200: jsonOf('A page of the list', listOf(noteViewSchema)), ...problems },
    },
    handler: ({ tenant, params, query }) => listNotes(context, { tenant, id: params.id, ...withoutUndefined(query) }),
  });

  scope.route({
    method: 'POST',
    url,
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['notes'],
      operationId: 'addNote',
      summary: 'Pin a note on a panel',
      params: storyParams,
      ...editBody(editForms.note),
      headers: onceHeaders,
      response: { 201: jsonOf('The note', noteViewSchema), ...problems },
    },
    handler: async (request, reply) => {
      const { tenant } = request;
      const { id } = request.params;
      const scopeOf = { tenant, id, ...changeOf(await changedBy(context, request)) };
      const form = await readEdit(context, editForms.note, request.body);
      const note = await addNote(context, scopeOf, form, authorOf(request.caller));
      return reply.code(201).header('location', `/v1/stories/${id}/notes/${note.id}`).send(note);
    },
  });

  scope.route({
    method: 'PATCH',
    url: `${url}/:note`,
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['notes'],
      operationId: 'changeNote',
      summary: 'Change the words or the place of a note, or say that what it asks for is done',
      params: noteParams,
      ...editBody(editForms.noteChange),
      response: { 200: jsonOf('The note', noteViewSchema), ...problems },
    },
    handler: async ({ tenant, caller, params, body }) =>
      changeNote(context, { tenant, ...params }, await readEdit(context, editForms.noteChange, body), authorOf(caller)),
  });

  scope.route({
    method: 'DELETE',
    url: `${url}/:note`,
    schema: {
      tags: ['notes'],
      operationId: 'deleteNote',
      summary: 'Delete a note',
      params: noteParams,
      response: { 204: z.undefined().describe('It is deleted'), ...problems },
    },
    handler: async ({ tenant, caller, params }, reply) => {
      await deleteNote(context, { tenant, ...params }, authorOf(caller));
      return reply.code(204).send();
    },
  });
}
