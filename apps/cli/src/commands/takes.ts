import type { Client } from '@nextpanel/client';
import type { ChangedTake } from '@nextpanel/core';
import { NextpanelError } from '@nextpanel/core/error';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ChangeOptions, changeOf, withChange } from '../edits/change-options.ts';
import { describeTakes } from '../edits/describe-takes.ts';
import { printDryRun, reportChange } from '../edits/report-change.ts';
import { saveTakes } from '../edits/save-takes.ts';
import { type CommandContext, type Io, nextpanelCommand, printJson, printLine } from '../io.ts';
import { readPicture } from '../story/local-pictures.ts';
import { findServer } from '../system/find-server.ts';
import { catchInterruption } from '../system/interruption.ts';
import { fromUser, toUser } from '../user-paths.ts';
import { examples } from './examples.ts';
import {
  argumentOf,
  nameOfPanel,
  type PanelOrCover,
  panelOrCover,
  type RemoteOptions,
  wholeNumber,
  withServer,
} from './server-options.ts';

interface TakesOptions extends RemoteOptions, ChangeOptions {
  readonly select?: number | 'new';
  readonly upload?: string;
  readonly save?: string;
}

/** `takes ID N`: lists all takes of a panel; selects one, adds your own picture, or saves them. */
export function addTakes(command: Command, { io }: CommandContext): void {
  command
    .addHelpText('after', examples('takes ID 8 --select 2'))
    .argument('<id>', 'story id')
    .argument('<panel>', 'number of the panel, or cover', panelOrCover)
    .option('--select <take>', 'select this take; "new" is the uploaded one', readTake)
    .option('--upload <file>', 'add your own picture as a take; PNG, JPEG or WebP')
    .addOption(
      new Option('--save <dir>', 'save the pictures of all takes in this folder').conflicts(['select', 'upload']),
    );
  withServer(
    withChange(command).addHelpText(
      'after',
      `
An uploaded picture is selected with --select new, or if the panel has no picture yet; such a panel is then not drawn.
Selecting a take changes only this panel, unless --cascade redraw draws later panels again from it.`,
    ),
  ).action((id: string, panel: PanelOrCover, options: TakesOptions) => takes(io, id, panel, options));
}

async function takes(io: Io, id: string, panel: PanelOrCover, options: TakesOptions): Promise<void> {
  if (options.upload !== undefined) return upload(io, id, panel, options.upload, options);
  if (options.select !== undefined) return select(io, id, panel, options.select, options);
  const { client } = await findServer(io, options);
  if (options.save !== undefined) return save(io, client, id, panel, options.save, options);
  const all = await client.takes(id, panel);
  if (options.json) return printJson(io.stdout, { items: all });
  if (all.length > 0) io.stdout.write(describeTakes(all));
  else printLine(io.stderr, `${nameOfPanel(panel)} has no takes yet; it is not drawn`);
}

async function select(
  io: Io,
  id: string,
  panel: PanelOrCover,
  take: number | 'new',
  options: TakesOptions,
): Promise<void> {
  if (take === 'new')
    throw new NextpanelError('usage', '--select new needs --upload FILE; otherwise give the number of a take');
  const { client } = await findServer(io, options);
  const changed = await client.selectTake(id, panel, take, changeOf(options));
  if (options.json) return printJson(io.stdout, changed);
  if (!options.dryRun) printLine(io.stdout, `${nameOfPanel(panel)} now shows take ${take}`);
  await reportChange(io, client, id, changed.redraw);
}

async function upload(io: Io, id: string, panel: PanelOrCover, file: string, options: TakesOptions): Promise<void> {
  if (typeof options.select === 'number') {
    throw new NextpanelError('usage', 'an uploaded picture gets its own number; use --select new to select it at once');
  }
  const picture = await readPicture(fromUser(io, file));
  if (typeof picture === 'string') throw new NextpanelError('usage', `${file} ${picture}`);
  const { client } = await findServer(io, options);
  // Checked first, so that nothing is stored for a story that does not exist.
  await client.story(id);
  const { id: asset } = await client.uploadAsset(picture.bytes, picture.mime);
  const added = await client.addTake(id, panel, {
    asset,
    ...(options.select === 'new' && { select: true }),
    ...changeOf(options),
  });
  if (options.json) return printJson(io.stdout, added);
  printLine(io.stdout, describeAdded(id, panel, added));
  if (added.selected) return reportChange(io, client, id, added.redraw);
  if (options.dryRun) printDryRun(io);
}

function describeAdded(id: string, panel: PanelOrCover, { number, selected, redraw: { dryRun } }: ChangedTake): string {
  if (dryRun) return `would add take ${number} to ${nameOfPanel(panel)}${selected ? ' and select it' : ''}`;
  if (selected) return `${nameOfPanel(panel)} now shows take ${number}`;
  return `added take ${number} to ${nameOfPanel(panel)}; select it with: ${nextpanelCommand} takes ${id} ${argumentOf(panel)} --select ${number}`;
}

async function save(
  io: Io,
  client: Client,
  id: string,
  panel: PanelOrCover,
  to: string,
  { json }: TakesOptions,
): Promise<void> {
  using interruption = catchInterruption();
  const all = await client.takes(id, panel);
  const { signal } = interruption;
  const saving = saveTakes({ client, id, panel, takes: all, dir: fromUser(io, to), signal });
  const files = await Promise.race([saving, interruption.interrupted]);
  if (json) return printJson(io.stdout, { items: all, files });
  for (const file of files) printLine(io.stdout, toUser(io, file));
  if (files.length === 0) printLine(io.stderr, `${nameOfPanel(panel)} has no takes yet; it is not drawn`);
}

function readTake(text: string): number | 'new' {
  if (text === 'new') return text;
  try {
    return wholeNumber(1, 1_000_000)(text);
  } catch {
    throw new InvalidArgumentError('It must be the number of a take, or "new" for the uploaded one.');
  }
}
