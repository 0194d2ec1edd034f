import { z } from 'zod';
import { answering, facts, picture } from '../answers.ts';
import { acceptUsd, onceAccepted } from '../spending.ts';
import { boxInput } from './box-input.ts';
import { describeStory } from './describe-story.ts';
import { priceOfRest } from './price-of-rest.ts';
import { changes, reads, type ToolBox } from './tool-box.ts';

const id = z.string().describe('Id of the story');
const plate = z.string().describe('Name of the plate as in list_plates: hare, hare/winter, mill, watch or style');

/** Tools for reference pictures of characters, outfits, locations, props and the style. */
export function addPlateTools({ server, client, baseUrl }: ToolBox): void {
  server.registerTool(
    'list_plates',
    {
      title: 'List plates',
      description:
        'The reference pictures of a story: what each shows, whether it was supplied or drawn, which panels show it, and which of those were drawn from another picture.',
      inputSchema: { id },
      annotations: reads,
    },
    (args) =>
      answering(async () =>
        facts(
          (await client.plates(args.id)).map(
            ({ id: name, kind, description, status, failure, panels, cover, stale, staleCover, take, takes }) => ({
              plate: name,
              kind,
              description,
              status,
              ...(failure && { failure }),
              panels,
              ...(cover && { cover }),
              ...(stale.length > 0 && { stale }),
              ...(staleCover && { staleCover }),
              take,
              takes,
            }),
          ),
        ),
      ),
  );
  server.registerTool(
    'view_plate',
    {
      title: 'View a plate',
      description: 'The picture of a plate that is sent with requests: the first supplied one, or the selected take.',
      inputSchema: {
        id,
        plate,
        width: z.int().min(64).max(2_048).default(768).describe('Width of the picture in pixels'),
      },
      annotations: reads,
    },
    (args) =>
      answering(async () => {
        const shown = (await client.plates(args.id)).find((it) => it.id === args.plate.replace('.', '/'));
        const [first] = shown?.pictures ?? [];
        if (!shown || !first) return facts({ plate: args.plate, status: shown?.status ?? 'unknown', picture: null });
        return picture(await client.picture(args.id, first.sha256, { width: args.width }), {
          story: args.id,
          plate: shown.id,
          pictures: shown.pictures.length,
        });
      }),
  );
  server.registerTool(
    'edit_plate',
    {
      title: 'Change the description of a plate',
      description:
        'Changes the words by which a character, outfit, location, prop or the style is drawn from now on. Draws nothing: `dependants` says which panels show it as it was and are stale now, and what drawing them again would cost. A picture that the story drew of it stays until retake_plate.',
      inputSchema: {
        id,
        plate,
        description: z.string().min(1).max(4_000).describe('What it looks like'),
        dryRun: z.boolean().default(false).describe('Only say what would be stale, and the price'),
      },
      annotations: changes,
    },
    ({ id: story, plate: name, description, dryRun }) =>
      answering(async () => facts(await client.editPlate(story, name, { description, dryRun }))),
  );
  server.registerTool(
    'retake_plate',
    {
      title: 'Retake a plate',
      description:
        'Draws a plate again; its earlier takes are kept. No panel is drawn again because of it: `dependants` says which were drawn from another picture, and what drawing them again would cost.',
      inputSchema: { id, plate, count: z.int().min(1).max(8).default(1).describe('New takes'), acceptUsd },
      annotations: changes,
    },
    ({ id: story, plate: name, count, acceptUsd: accepted }) =>
      answering(async () => {
        const { redraw, dependants } = await client.retakePlate(story, name, { count, dryRun: true });
        return onceAccepted(accepted, redraw, { redraw, dependants }, async () =>
          facts(await client.retakePlate(story, name, { count })),
        );
      }),
  );
  server.registerTool(
    'retouch_plate',
    {
      title: 'Retouch a plate',
      description:
        'Changes something in the selected picture of a plate, as `instruction` says. With a box only that area changes. The picture before is kept as a take. No panel is drawn again because of it: `dependants` says which were drawn from another picture.',
      inputSchema: {
        id,
        plate,
        instruction: z.string().min(1).max(2_000).describe('What to change, such as: make the coat longer'),
        box: boxInput,
        acceptUsd,
      },
      annotations: changes,
    },
    ({ id: story, plate: name, instruction, box, acceptUsd: accepted }) =>
      answering(async () => {
        const retouch = { instruction, ...(box && { box }) };
        const { redraw, dependants } = await client.retouchPlate(story, name, { ...retouch, dryRun: true });
        return onceAccepted(accepted, redraw, { redraw, dependants }, async () =>
          facts(await client.retouchPlate(story, name, retouch)),
        );
      }),
  );
  server.registerTool(
    'select_plate_take',
    {
      title: 'Select a take of a plate',
      description: 'Sends another take of a plate with the panels that are drawn from now on. Draws nothing.',
      inputSchema: { id, plate, take: z.int().min(1) },
      annotations: changes,
    },
    ({ id: story, plate: name, take }) => answering(async () => facts(await client.selectPlateTake(story, name, take))),
  );
  server.registerTool(
    'approve_plates',
    {
      title: 'Approve the plates',
      description:
        'Continues a story that waits for its plates to be approved, and draws its panels. Without acceptUsd it only shows the price.',
      inputSchema: { id, acceptUsd },
      annotations: changes,
    },
    (args) =>
      answering(async () => {
        const { price, about } = priceOfRest(await client.story(args.id));
        return onceAccepted(args.acceptUsd, price, about, async () =>
          facts(describeStory(await client.approvePlates(args.id), baseUrl)),
        );
      }),
  );
}
