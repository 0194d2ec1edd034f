import type { Move } from '@nextpanel/core';
import type { Command } from 'commander';
import { reportMoved } from '../edits/report-moved.ts';
import { type CommandContext, type Io, printJson } from '../io.ts';
import { findServer } from '../system/find-server.ts';
import { examples } from './examples.ts';
import { afterPanel, panelNumber, type RemoteOptions, withServer } from './server-options.ts';

interface MoveOptions extends RemoteOptions {
  readonly after: Move['after'];
  readonly dryRun?: true;
}

/** `move ID N --after M`: puts a panel somewhere else in the book. */
export function addMove(command: Command, { io }: CommandContext): void {
  command
    .addHelpText('after', examples('move ID 12 --after 7'))
    .argument('<id>', 'story id')
    .argument('<panel>', 'number of the panel', panelNumber)
    .requiredOption('--after <panel>', 'put it behind this panel, 7 or id:p7; 0 is the beginning', afterPanel)
    .option('--dry-run', 'change nothing; show which pages would change');
  withServer(command).action((id: string, panel: number, options: MoveOptions) => move(io, id, panel, options));
}

async function move(io: Io, id: string, panel: number, options: MoveOptions): Promise<void> {
  const { client } = await findServer(io, options);
  const changed = await client.movePanel(id, panel, { after: options.after, dryRun: options.dryRun ?? false });
  if (options.json) return printJson(io.stdout, changed);
  await reportMoved(io, client, id, changed.redraw, `panel ${panel} stands there already`);
}
