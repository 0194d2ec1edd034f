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

/** `draft_story`, `estimate_story` and `submit_story`. */
export function addSubmitTools({ server, client, baseUrl }: ToolBox): void {
  server.registerTool(
    'draft_story',
    {
      title: 'Draft a story from a script',
      description:
        'Turns a comic script, a screenplay (Fountain), a table (CSV) or prose into the draft of a story file, with what the script does not say and what of it is in no panel. Nothing is stored or drawn.',
      inputSchema: {
        script: z.string().min(1),
        format: z.enum(['comic', 'fountain', 'csv', 'prose']).optional().describe('Default: by what it looks like'),
        title: z.string().optional(),
        language: z.string().optional().describe('BCP 47; default: en'),
      },
      annotations: reads,
    },
    ({ script, ...options }) =>
      answering(async () => {
        const { format, yaml, gaps, coverage } = await client.draftScript(script, options);
        return facts({ format, yaml, gaps, coverage });
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
