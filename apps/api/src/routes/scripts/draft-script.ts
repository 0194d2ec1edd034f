import {
  coverScript,
  draftStory,
  longestModelName,
  NextpanelError,
  readScript,
  type ScriptDraft,
  type ScriptEstimate,
  type ScriptView,
  scriptDraftSchema,
  scriptEstimateSchema,
  scriptFormats,
  scriptViewSchema,
  storyLimits,
  storySpecSchema,
  writeDraft,
} from '@nextpanel/core';
import { type Context, estimateScript, type SentScript, submitScript } from '@nextpanel/pipeline';
import { z } from 'zod';
import { acceptDocuments, validateAllButBody } from '../../accept-documents.ts';
import { dollarsParameter, wholeNumber } from '../../parameters.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

/** A screenplay has no media type of its own. */
const types = new Map<string, 'auto' | 'csv'>([
  ['text/plain', 'auto'],
  ['text/markdown', 'auto'],
  ['text/csv', 'csv'],
]);

const model = z
  .string()
  .min(1)
  .max(longestModelName)
  .describe("A language model, by the script server's own name for it; prose and screenplays only");
const ofModel = {
  panels: wholeNumber(1, storyLimits.panels)
    .optional()
    .describe('With a model: about how many panels the story is to have'),
  guidance: z
    .string()
    .min(1)
    .max(storyLimits.instruction)
    .optional()
    .describe('With a model: what you want, in your own words, such as "for children, few words"'),
};
const script = {
  format: z
    .enum(['auto', ...scriptFormats])
    .optional()
    .describe('Default: by what the script looks like'),
  language: storySpecSchema.shape.language.describe('BCP 47; by it prose is parted into sentences'),
};
const query = z.strictObject({
  ...script,
  title: storySpecSchema.shape.title.optional().describe('Default: the one in the script'),
  model: model.optional(),
  ...ofModel,
  maxUsd: dollarsParameter.optional().describe('With a model: the most that it may cost'),
});

type Source = { readonly format: 'auto' | 'csv'; readonly text: string };

/** Throws `unparsable` for a request without a body, which no parser sees. */
function sourceOf(body: unknown): Source {
  if (body !== undefined && body !== null) return body as Source;
  throw new NextpanelError('unparsable', 'the request has no body; send the script as text/plain or text/csv');
}

const sentScript = (
  source: Source,
  query: Pick<SentScript, 'model' | 'language'> & {
    readonly format?: SentScript['format'] | undefined;
    readonly panels?: number | undefined;
    readonly guidance?: string | undefined;
  },
): SentScript => ({
  source: source.text,
  format: query.format ?? source.format,
  model: query.model,
  language: query.language,
  wishes: { panels: query.panels ?? null, guidance: query.guidance ?? null },
});

/** `POST /v1/scripts`: the draft of a story from a script; at once by what the script says, or in a while by a language model. */
export async function draftScriptRoute(scope: Server, context: Context): Promise<void> {
  acceptDocuments(scope, types);
  scope.route({
    method: 'POST',
    url: '/v1/scripts',
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['stories'],
      operationId: 'draftScript',
      summary:
        'Draft a story from a comic script, a screenplay, a table or prose; with a model, have it adapt the script',
      consumes: [...types.keys()],
      querystring: query,
      body: z.string(),
      response: {
        200: jsonOf(
          'Without a model: the draft, and what of the script is not in it. Nothing is stored',
          scriptDraftSchema,
        ),
        202: jsonOf(
          'With a model: the script, which is adapted now; the same one sent again is the same',
          scriptViewSchema,
        ),
        ...problems,
      },
    },
    handler: async (request, reply): Promise<ScriptDraft | ScriptView> => {
      const { format, title, language, model: asked, maxUsd } = request.query;
      const source = sourceOf(request.body);
      if (asked !== undefined) {
        const sent = sentScript(source, { ...request.query, model: asked });
        const { tenant } = request;
        const view = await submitScript(context, { ...sent, tenant, title: title ?? null, maxUsd: maxUsd ?? null });
        void reply.code(202).header('location', `/v1/scripts/${view.id}`);
        return view;
      }
      const read = readScript(source.text, format ?? source.format, language);
      const draft = draftStory(read, { title, language });
      return {
        format: read.format,
        story: draft.story,
        yaml: writeDraft(draft),
        gaps: [...draft.gaps],
        coverage: coverScript(source.text, draft) as ScriptDraft['coverage'],
      };
    },
  });

  scope.route({
    method: 'POST',
    url: '/v1/scripts/estimate',
    validatorCompiler: validateAllButBody,
    schema: {
      tags: ['stories'],
      operationId: 'estimateScript',
      summary: 'What a language model would charge for adapting a script. Nothing is stored or paid',
      consumes: [...types.keys()],
      querystring: z.strictObject({ ...script, model, ...ofModel }),
      body: z.string(),
      response: { 200: jsonOf('The estimate', scriptEstimateSchema), ...problems },
    },
    handler: (request): ScriptEstimate => estimateScript(context, sentScript(sourceOf(request.body), request.query)),
  });
}
