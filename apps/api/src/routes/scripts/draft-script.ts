import {
  coverScript,
  draftStory,
  readScript,
  type ScriptDraft,
  scriptDraftSchema,
  scriptFormats,
  storySpecSchema,
  writeDraft,
} from '@nextpanel/core';
import { z } from 'zod';
import { acceptDocuments, validateAllButBody } from '../../accept-documents.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

/** A screenplay has no media type of its own. */
const types = new Map<string, 'auto' | 'csv'>([
  ['text/plain', 'auto'],
  ['text/markdown', 'auto'],
  ['text/csv', 'csv'],
]);

const query = z.strictObject({
  format: z
    .enum(['auto', ...scriptFormats])
    .optional()
    .describe('Default: by what the script looks like'),
  title: storySpecSchema.shape.title.optional().describe('Default: the one in the script'),
  language: storySpecSchema.shape.language.describe('BCP 47; by it prose is parted into sentences'),
});

/** `POST /v1/scripts`: the draft of a story from a script. Nothing is stored. */
export async function draftScriptRoute(scope: Server): Promise<void> {
  acceptDocuments(scope, types);
  scope.route({
    method: 'POST',
    url: '/v1/scripts',
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['stories'],
      operationId: 'draftScript',
      summary: 'Draft a story from a comic script, a screenplay, a table or prose',
      consumes: [...types.keys()],
      querystring: query,
      body: z.string(),
      response: { 200: jsonOf('The draft, and what of the script is not in it', scriptDraftSchema), ...problems },
    },
    handler: (request): ScriptDraft => {
      const { format, title, language } = request.query;
      const source = request.body as unknown as { readonly format: 'auto' | 'csv'; readonly text: string };
      const script = readScript(source.text, format ?? source.format, language);
      const draft = draftStory(script, { title, language });
      return {
        format: script.format,
        story: draft.story,
        yaml: writeDraft(draft),
        gaps: [...draft.gaps],
        coverage: coverScript(source.text, draft) as ScriptDraft['coverage'],
      };
    },
  });
}
