import { panelSpecSchema } from '@nextpanel/core';
import { z } from 'zod';
import { answering, facts } from '../answers.ts';
import { acceptUsd, onceAccepted } from '../spending.ts';
import { describeStory } from './describe-story.ts';
import { changes, type ToolBox } from './tool-box.ts';

const id = z.string().describe('Id of the story');
const panel = z.int().min(1).describe('Number of the panel, from 1');
const after = z.int().min(0).describe('The panel that comes directly before; 0 is the beginning');

/** Tools that insert, move and remove panels. */
export function addOrderTools({ server, client, baseUrl }: ToolBox): void {
  server.registerTool(
    'insert_panels',
    {
      title: 'Insert panels',
      description: 'Adds panels to a story, at the end or behind another panel, and draws them.',
      inputSchema: { id, panels: z.array(panelSpecSchema).min(1), after: after.optional(), acceptUsd },
      annotations: changes,
    },
    ({ id: story, panels, after: place, acceptUsd: accepted }) =>
      answering(async () => {
        const insertion = { panels: panels as never, ...(place !== undefined && { after: place }) };
        const { redraw } = await client.insertPanels(story, { ...insertion, dryRun: true });
        return onceAccepted(accepted, redraw, { redraw }, async () =>
          facts(describeStory(await client.insertPanels(story, insertion), baseUrl)),
        );
      }),
  );
  server.registerTool(
    'move_panel',
    {
      title: 'Move a panel',
      description: 'Puts a panel behind another one. Nothing that is drawn is drawn again.',
      inputSchema: { id, panel, after },
      annotations: changes,
    },
    (args) =>
      answering(async () =>
        facts(describeStory(await client.movePanel(args.id, args.panel, { after: args.after }), baseUrl)),
      ),
  );
  server.registerTool(
    'remove_panel',
    {
      title: 'Remove a panel',
      description: 'Takes a panel out of the book. Its takes and what it cost are kept under its id.',
      inputSchema: { id, panel },
      annotations: { ...changes, destructiveHint: true },
    },
    (args) => answering(async () => facts(describeStory(await client.removePanel(args.id, args.panel), baseUrl))),
  );
}
