import { z } from 'zod';
import { answering, facts } from '../answers.ts';
import { acceptUsd, onceAccepted } from '../spending.ts';
import { describeStory } from './describe-story.ts';
import { changes, reads, type ToolBox } from './tool-box.ts';

const story = z
  .string()
  .describe(
    'The story file: YAML or JSON with title, style, characters (id, name, description) and panels (prompt, characters, text)',
  );

/** `draft_story`, `read_script`, `estimate_story` and `submit_story`. */
export function addSubmitTools({ server, client, baseUrl }: ToolBox): void {
  server.registerTool(
    'draft_story',
    {
      title: 'Draft a story from a script',
      description:
        'Turns a comic script, a screenplay (Fountain), a table (CSV) or prose into the draft of a story file, with what the script does not say and what of it is in no panel. Nothing is drawn. With a model, a language model adapts prose or a screenplay: without acceptUsd it only shows the price; afterwards read the draft with read_script.',
      inputSchema: {
        script: z.string().min(1),
        model: z.string().optional().describe("A language model, by the script server's own name for it"),
        panels: z.int().min(1).optional().describe('With a model: about how many panels'),
        guidance: z.string().optional().describe('With a model: what the user wants, in words'),
        acceptUsd,
        format: z.enum(['comic', 'fountain', 'csv', 'prose']).optional().describe('Default: by what it looks like'),
        title: z.string().optional(),
        language: z.string().optional().describe('BCP 47; default: en'),
      },
      annotations: changes,
    },
    ({ script, model, panels, guidance, acceptUsd: accepted, ...options }) =>
      answering(async () => {
        if (model === undefined) {
          const { format, yaml, gaps, coverage } = await client.draftScript(script, options);
          return facts({ format, yaml, gaps, coverage });
        }
        const { title, ...asked } = { ...options, model, panels, guidance };
        const estimate = await client.scripts.estimate(script, asked);
        const { calls, priceKnown } = estimate;
        // What is not known may be anything.
        if (!priceKnown && accepted === undefined)
          return facts({
            model,
            calls,
            priceKnown,
            next: 'Nothing was done yet. The price of this model is not known here; ask the user, then call again with acceptUsd.',
          });
        return onceAccepted(accepted, estimate, { model, calls, priceKnown }, async () => {
          const { id, status } = await client.scripts.adapt(script, { ...asked, title, maxUsd: accepted });
          return facts({ script: id, status, next: 'Call read_script until its status is done.' });
        });
      }),
  );
  server.registerTool(
    'read_script',
    {
      title: 'Read an adapted script',
      description:
        'How far a language model is with a script, what it cost, and the draft of the story once its status is done. A script that failed can be continued with retry. `uncertain` are questions whose answers were lost: only the bill of the provider shows whether they were paid, so tell the user.',
      inputSchema: {
        script: z.string(),
        retry: z.boolean().optional().describe('Continue one that failed or was cancelled; what was answered is free'),
      },
      annotations: changes,
    },
    (args) =>
      answering(async () => {
        if (args.retry) await client.scripts.retry(args.script);
        const { status, reason, progress, spentUsd, possiblyUsd, draft, calls } = await client.scripts.read(
          args.script,
        );
        const uncertain = calls.flatMap(({ id, state, costUsd, orderedAt }) =>
          state === 'possibly_paid'
            ? [
                {
                  question: id,
                  costUsd,
                  orderedAt,
                  settle: `nextpanel ledger settle ${args.script} ${id} --paid | --not-paid`,
                },
              ]
            : [],
        );
        return facts({
          status,
          reason,
          progress,
          spentUsd,
          possiblyUsd,
          ...(uncertain.length > 0 && { uncertain }),
          ...(draft && { yaml: draft.yaml, gaps: draft.gaps, coverage: draft.coverage }),
        });
      }),
  );
  server.registerTool(
    'estimate_story',
    {
      title: 'Estimate a story',
      description: 'Checks a story file and shows its price and warnings. Nothing is stored or drawn.',
      inputSchema: { story },
      annotations: reads,
    },
    (args) => answering(async () => facts(await client.estimate({ yaml: args.story }))),
  );
  server.registerTool(
    'submit_story',
    {
      title: 'Submit a story',
      description:
        'Submits a story to be drawn in batches; answers with its id. Without acceptUsd it only shows the price and warnings, unless drawing is free.',
      inputSchema: { story, acceptUsd },
      annotations: changes,
    },
    (args) =>
      answering(async () => {
        const estimate = await client.estimate({ yaml: args.story });
        const about = { panels: estimate.panels, batches: estimate.batches, warnings: estimate.warnings };
        return onceAccepted(args.acceptUsd, estimate, about, async () =>
          facts(describeStory(await client.submit({ yaml: args.story }), baseUrl)),
        );
      }),
  );
}
