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

/** `estimate_story` and `submit_story`. */
export function addSubmitTools({ server, client, baseUrl }: ToolBox): void {
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
