import type { Client } from '@nextpanel/client';
import { NextpanelError } from '@nextpanel/core/error';
import { type Command, InvalidArgumentError } from 'commander';
import { type CommandContext, type Io, printJson, printLine } from '../io.ts';
import { localTime } from '../story/describe-story.ts';
import { findServer } from '../system/find-server.ts';
import { plainText } from '../terminal/plain-text.ts';
import { examples } from './examples.ts';
import { panelNumber, type RemoteOptions, withServer } from './server-options.ts';

type Note = Awaited<ReturnType<Client['addNote']>>;

interface NotesOptions extends RemoteOptions {
  readonly at?: { readonly x: number; readonly y: number };
  readonly resolve?: string;
  readonly reopen?: string;
  readonly delete?: string;
  readonly all?: true;
}

/** `notes ID [N "words"]`: what people remarked about panels. */
export function addNotes(command: Command, { io }: CommandContext): void {
  command
    .addHelpText(
      'after',
      examples('notes ID', 'notes ID 12 "The scarf should be red" --at 0.4,0.6', 'notes ID --resolve NOTE'),
    )
    .argument('<id>', 'story id')
    .argument('[panel]', 'number of a panel', panelNumber)
    .argument('[words]', 'the words of a new note')
    .option(
      '--at <x,y>',
      'where it is pinned: 0,0 is the upper left corner of the picture, 1,1 the lower right one',
      readPlace,
    )
    .option('--resolve <note>', 'say that what a note asks for is done')
    .option('--reopen <note>', 'say that it is not done after all')
    .option('--delete <note>', 'delete a note')
    .option('--all', 'list resolved notes, too');
  withServer(command).action(
    (id: string, panel: number | undefined, words: string | undefined, options: NotesOptions) =>
      notes(io, id, { panel, words }, options),
  );
}

async function notes(
  io: Io,
  id: string,
  { panel, words }: { readonly panel: number | undefined; readonly words: string | undefined },
  { at, resolve, reopen, delete: removed, all, ...options }: NotesOptions,
): Promise<void> {
  const acts = [resolve, reopen, removed, words].filter((it) => it !== undefined);
  if (acts.length > 1 || (panel !== undefined && acts.length === 1 && words === undefined))
    throw new NextpanelError('usage', 'do one thing at a time: add a note, --resolve, --reopen or --delete one');
  if (at !== undefined && words === undefined)
    throw new NextpanelError(
      'usage',
      '--at is for a new note, such as: notes ID 12 "The scarf should be red" --at 0.4,0.6',
    );
  const { client } = await findServer(io, options);
  const show = (note: Note) => (options.json ? printJson(io.stdout, note) : printLine(io.stdout, describeNote(note)));
  if (words !== undefined && panel !== undefined) return show(await client.addNote(id, { panel, text: words, ...at }));
  const changed = resolve ?? reopen;
  if (changed !== undefined) return show(await client.changeNote(id, changed, { resolved: resolve !== undefined }));
  if (removed !== undefined) {
    await client.deleteNote(id, removed);
    return options.json
      ? printJson(io.stdout, { id: removed })
      : printLine(io.stdout, `${plainText(removed)} is deleted`);
  }
  const items = (await client.notes(id)).filter(
    (note) => (panel === undefined || note.panel === panel) && (all === true || !note.resolved),
  );
  if (options.json) return printJson(io.stdout, { items });
  if (items.length === 0) return printLine(io.stderr, all === true ? 'there are no notes' : 'there are no open notes');
  for (const note of items) printLine(io.stdout, describeNote(note));
}

function describeNote({ id, panel, text, author, resolved, x, y, createdAt }: Note): string {
  const where = panel === 0 ? 'removed panel' : `panel ${panel}`;
  const pin = x === null || y === null ? '' : ` at ${x},${y}`;
  const by = author === null ? '' : ` ${plainText(author)},`;
  return `${where}${pin}: ${plainText(text)}  [${id},${by} ${localTime(createdAt)}${resolved ? ', resolved' : ''}]`;
}

function readPlace(text: string): { readonly x: number; readonly y: number } {
  const [x = Number.NaN, y = Number.NaN, ...more] = text.split(',').map(Number);
  const inside = (share: number) => share >= 0 && share <= 1;
  if (inside(x) && inside(y) && more.length === 0) return { x, y };
  throw new InvalidArgumentError('It must be two numbers from 0 to 1, such as 0.4,0.6.');
}
