import { publishProfileNames, storyStatuses } from '@nextpanel/core';
import { z } from 'zod';
import { answering, facts, picture } from '../answers.ts';
import { describeStory } from './describe-story.ts';
import { reads, type ToolBox } from './tool-box.ts';

/** Larger books are named by their address instead of being sent. */
const largestBookBytes = 8 * 1024 * 1024;
/** How often a story that is waited for is looked at (ms). */
const lookEveryMs = 1_000;

const id = z.string().describe('Id of the story');
const panel = z.int().min(1).describe('Number of the panel, from 1');
const width = z.int().min(64).max(2_048).default(768).describe('Width of the picture in pixels');

/** Tools that look at stories, panels, sheets and books. */
export function addReadTools({ server, client, baseUrl }: ToolBox): void {
  server.registerTool(
    'list_stories',
    {
      title: 'List stories',
      description: 'The newest stories, with status, progress and cost.',
      inputSchema: {
        status: z.enum(storyStatuses).optional(),
        query: z.string().optional().describe('Part of the title'),
        limit: z.int().min(1).max(50).default(20),
      },
      annotations: reads,
    },
    (args) =>
      answering(async () => {
        const { items } = await client.stories(args);
        return facts(items.map((story) => describeStory(story, baseUrl)));
      }),
  );
  server.registerTool(
    'show_story',
    {
      title: 'Show a story',
      description: 'Status, progress, cost, failures, warnings, and what the story waits for.',
      inputSchema: { id },
      annotations: reads,
    },
    (args) => answering(async () => facts(describeStory(await client.story(args.id), baseUrl))),
  );
  server.registerTool(
    'watch_story',
    {
      title: 'Watch a story',
      description: 'Waits until a story is finished or needs the user, for at most so many seconds, and shows it then.',
      inputSchema: { id, seconds: z.int().min(1).max(50).default(30) },
      annotations: reads,
    },
    (args, { signal }) =>
      answering(async () => {
        const end = performance.now() + args.seconds * 1_000;
        let story = await client.story(args.id);
        while (isUnderWay(story.status) && performance.now() + lookEveryMs < end && !signal.aborted) {
          await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
          story = await client.story(args.id);
        }
        return facts(describeStory(story, baseUrl));
      }),
  );
  server.registerTool(
    'list_panels',
    {
      title: 'List panels',
      description: 'The panels of a story: prompt, characters, texts, status, takes, and whether they are stale.',
      inputSchema: { id },
      annotations: reads,
    },
    (args) =>
      answering(async () =>
        facts(
          (await client.panels(args.id)).map(({ number, status, stale, prompt, characters, text, take, takes }) => ({
            panel: number,
            status,
            ...(stale && { stale }),
            prompt,
            characters,
            text,
            take,
            takes,
          })),
        ),
      ),
  );
  server.registerTool(
    'view_panel',
    {
      title: 'View a panel',
      description: 'The picture of a panel: with its lettering, as it stands on the page, or as the model drew it.',
      inputSchema: { id, panel, lettered: z.boolean().default(false), width },
      annotations: reads,
    },
    (args) =>
      answering(async () => {
        const image = args.lettered
          ? await client.letteredPanel(args.id, args.panel, { width: args.width })
          : await client.panelImage(args.id, args.panel, { width: args.width });
        return picture(image, { story: args.id, panel: args.panel });
      }),
  );
  server.registerTool(
    'view_sheet',
    {
      title: 'View a sheet',
      description: 'A composed page of a story, with its lettering.',
      inputSchema: { id, sheet: z.int().min(1).describe('Number of the sheet, from 1'), width },
      annotations: reads,
    },
    (args) =>
      answering(async () =>
        picture(await client.sheetImage(args.id, args.sheet, { width: args.width }), {
          story: args.id,
          sheet: args.sheet,
        }),
      ),
  );
  server.registerTool(
    'publish_check',
    {
      title: 'Check a book for a shop',
      description:
        'What a shop or a country asks of books with pictures made by AI, what this book lacks for it, and the words to paste into its forms.',
      inputSchema: { id, profile: z.enum(publishProfileNames) },
      annotations: reads,
    },
    (args) => answering(async () => facts(await client.publishCheck(args.id, args.profile))),
  );
  server.registerTool(
    'show_costs',
    {
      title: 'Show costs',
      description:
        'What was spent, wasted and is held, by day, model and story, and what is still to come. Default: this month.',
      inputSchema: {
        from: z.iso.date().optional().describe('First day (UTC), such as 2026-11-01'),
        to: z.iso.date().optional().describe('Last day (UTC)'),
      },
      annotations: reads,
    },
    ({ from, to }) => answering(async () => facts(await client.costs({ ...(from && { from }), ...(to && { to }) }))),
  );
  server.registerTool(
    'download_book',
    {
      title: 'Download a book',
      description: `A bound book. One above ${largestBookBytes / 1024 / 1024} MiB is named by its address.`,
      inputSchema: { id, format: z.string().default('pdf').describe('As in the books of show_story') },
      annotations: reads,
    },
    (args) =>
      answering(async () => {
        const url = `${baseUrl}/v1/stories/${encodeURIComponent(args.id)}/books/${encodeURIComponent(args.format)}`;
        const response = await client.book(args.id, args.format as never);
        const bytes = Number(response.headers.get('content-length'));
        if (bytes > largestBookBytes) {
          await response.body?.cancel();
          return facts({ url, bytes });
        }
        const blob = Buffer.from(await response.arrayBuffer()).toString('base64');
        const mimeType = response.headers.get('content-type')?.split(';')[0] ?? 'application/octet-stream';
        return { content: [{ type: 'resource', resource: { uri: url, mimeType, blob } }] };
      }),
  );
}

const isUnderWay = (status: string): boolean => ['queued', 'plates', 'drawing', 'composing'].includes(status);
