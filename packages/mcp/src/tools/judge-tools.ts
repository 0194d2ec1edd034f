import { checkLabels, frameChecks } from '@nextpanel/core';
import { z } from 'zod';
import { answering, facts } from '../answers.ts';
import { changes, reads, type ToolBox } from './tool-box.ts';

const id = z.string().describe('Id of the story');
const panel = z.int().min(1).describe('Number of the panel, from 1');

/** Tools for what checks, reviews and people say about the pictures. All are free. */
export function addJudgeTools({ server, client }: ToolBox): void {
  server.registerTool(
    'list_checks',
    {
      title: 'List checks',
      description:
        'What checks and the review measured of the selected pictures, worst first, and how often each check was right in this story.',
      inputSchema: { id },
      annotations: reads,
    },
    (args) => answering(async () => facts(await client.checks(args.id))),
  );
  server.registerTool(
    'judge_check',
    {
      title: 'Judge a check',
      description:
        'Says whether a check is right about the selected picture of a panel, as the user sees it; null takes it back.',
      inputSchema: { id, panel, check: z.enum(frameChecks), label: z.enum(checkLabels).nullable() },
      annotations: changes,
    },
    (args) => answering(async () => facts(await client.labelCheck(args.id, args.panel, args.check, args.label))),
  );
  server.registerTool(
    'list_notes',
    {
      title: 'List notes',
      description: 'What people noted on the pictures of a story, in reading order, reviewers included.',
      inputSchema: { id },
      annotations: reads,
    },
    (args) => answering(async () => facts(await client.notes(args.id))),
  );
  server.registerTool(
    'add_note',
    {
      title: 'Add a note',
      description: 'Pins a note to the picture of a panel, or writes one about the whole panel.',
      inputSchema: {
        id,
        panel,
        text: z.string().min(1).describe('The words of the note'),
        x: z.number().min(0).max(1).optional().describe('0 is the left edge of the picture, 1 the right one'),
        y: z.number().min(0).max(1).optional().describe('The same from the top'),
      },
      annotations: changes,
    },
    ({ id: story, x, y, ...note }) =>
      answering(async () =>
        facts(await client.addNote(story, { ...note, ...(x !== undefined && { x }), ...(y !== undefined && { y }) })),
      ),
  );
  server.registerTool(
    'resolve_note',
    {
      title: 'Resolve a note',
      description: 'Marks a note as resolved, or as open again.',
      inputSchema: { id, note: z.string().describe('Id of the note'), resolved: z.boolean().default(true) },
      annotations: changes,
    },
    (args) => answering(async () => facts(await client.changeNote(args.id, args.note, { resolved: args.resolved }))),
  );
}
