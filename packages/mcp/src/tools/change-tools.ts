import { panelTextSchema } from '@nextpanel/core';
import { z } from 'zod';
import { answering, facts } from '../answers.ts';
import { acceptUsd, onceAccepted } from '../spending.ts';
import { boxInput } from './box-input.ts';
import { describeStory } from './describe-story.ts';
import { priceOfRest } from './price-of-rest.ts';
import { changes, type ToolBox } from './tool-box.ts';

const id = z.string().describe('Id of the story');
const panel = z.int().min(1).describe('Number of the panel, from 1');
const cascade = z
  .enum(['keep', 'redraw'])
  .default('keep')
  .describe(
    'Later panels that were drawn from a frame that changes: keep them and mark them stale, or draw them again',
  );

/** Tools that change stories and panels. */
export function addChangeTools(box: ToolBox): void {
  addControl(box);
  addPanelTools(box);
}

function addControl({ server, client, baseUrl }: ToolBox): void {
  server.registerTool(
    'control_story',
    {
      title: 'Pause, resume, approve or cancel a story',
      description:
        'Pausing and cancelling are free. Resuming and approving draw what is left: without acceptUsd they only show the price.',
      inputSchema: { id, action: z.enum(['pause', 'resume', 'approve', 'cancel']), acceptUsd },
      annotations: { ...changes, destructiveHint: true },
    },
    (args) =>
      answering(async () => {
        const act = async () => facts(describeStory(await client[args.action](args.id), baseUrl));
        if (args.action === 'pause' || args.action === 'cancel') return act();
        const { price, about } = priceOfRest(await client.story(args.id));
        return onceAccepted(args.acceptUsd, price, about, act);
      }),
  );
}

function addPanelTools({ server, client }: ToolBox): void {
  server.registerTool(
    'edit_panel',
    {
      title: 'Edit a panel',
      description:
        'Changes the prompt, the characters or the texts of a panel. New texts alone draw nothing and are free; a new picture is drawn only once its price is accepted.',
      inputSchema: {
        id,
        panel,
        prompt: z.string().optional(),
        characters: z.array(z.string()).optional().describe('Ids of the characters in the picture'),
        text: z.array(panelTextSchema).optional().describe('All texts of the panel, replacing those it has'),
        alt: z.string().optional().describe('What the picture shows, for screen readers'),
        cascade,
        acceptUsd,
      },
      annotations: changes,
    },
    ({ id: story, panel: number, acceptUsd: accepted, ...edit }) =>
      answering(async () => {
        const given = Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined));
        const { redraw } = await client.editPanel(story, number, { ...given, dryRun: true });
        return onceAccepted(accepted, redraw, { redraw }, async () =>
          facts(await client.editPanel(story, number, given)),
        );
      }),
  );
  server.registerTool(
    'retake_panel',
    {
      title: 'Retake a panel',
      description: 'Draws a panel again, with the same words. Its earlier takes are kept and can be selected.',
      inputSchema: { id, panel, count: z.int().min(1).max(8).default(1).describe('New takes'), cascade, acceptUsd },
      annotations: changes,
    },
    ({ id: story, panel: number, acceptUsd: accepted, ...retake }) =>
      answering(async () => {
        const { redraw } = await client.retakePanel(story, number, { ...retake, dryRun: true });
        return onceAccepted(accepted, redraw, { redraw }, async () =>
          facts(await client.retakePanel(story, number, retake)),
        );
      }),
  );
  server.registerTool(
    'retouch_panel',
    {
      title: 'Retouch a panel',
      description:
        'Changes something in the selected picture of a panel, as `instruction` says. With a box only that area changes. The picture before is kept as a take.',
      inputSchema: {
        id,
        panel,
        instruction: z.string().min(1).max(2_000).describe('What to change, such as: make the scarf green'),
        box: boxInput,
        cascade,
        acceptUsd,
      },
      annotations: changes,
    },
    ({ id: story, panel: number, acceptUsd: accepted, box, ...given }) =>
      answering(async () => {
        const retouch = { ...given, ...(box && { box }) };
        const { redraw } = await client.retouchPanel(story, number, { ...retouch, dryRun: true });
        return onceAccepted(accepted, redraw, { redraw }, async () =>
          facts(await client.retouchPanel(story, number, retouch)),
        );
      }),
  );
  server.registerTool(
    'select_take',
    {
      title: 'Select a take',
      description: 'Shows another take of a panel in the book. Free, unless later panels are drawn again.',
      inputSchema: { id, panel, take: z.int().min(1), cascade, acceptUsd },
      annotations: changes,
    },
    ({ id: story, panel: number, take, acceptUsd: accepted, ...options }) =>
      answering(async () => {
        const { redraw } = await client.selectTake(story, number, take, { ...options, dryRun: true });
        return onceAccepted(accepted, redraw, { redraw }, async () =>
          facts(await client.selectTake(story, number, take, options)),
        );
      }),
  );
  server.registerTool(
    'put_edition',
    {
      title: 'Letter a story in another language',
      description:
        'Adds an edition, or changes its words: { title, texts: { "p1.1": "…" } } with the ids of the texts from list_panels. Draws nothing.',
      inputSchema: {
        id,
        language: z.string().describe('BCP 47, such as de or pt-BR'),
        edition: z.string().describe('YAML or JSON'),
      },
      annotations: changes,
    },
    (args) =>
      answering(async () =>
        facts(await client.putEdition(args.id, args.language, { type: 'application/yaml', text: args.edition })),
      ),
  );
}
