import type { Command } from 'commander';
import { reportMoved } from '../edits/report-moved.ts';
import { type CommandContext, type Io, printJson } from '../io.ts';
import { findServer } from '../system/find-server.ts';
import { examples } from './examples.ts';
import { panelNumber, type RemoteOptions, withServer } from './server-options.ts';

interface RemoveOptions extends RemoteOptions {
  readonly dryRun?: true;
}

/** `remove ID N`: takes a panel out of the book. */
export function addRemove(command: Command, { io }: CommandContext): void {
  command
    .addHelpText('after', examples('remove ID 12 --dry-run'))
    .argument('<id>', 'story id')
    .argument('<panel>', 'number of the panel', panelNumber)
    .option('--dry-run', 'change nothing; show which pages would change');
  withServer(command).action((id: string, panel: number, options: RemoveOptions) => remove(io, id, panel, options));
}

async function remove(io: Io, id: string, panel: number, options: RemoveOptions): Promise<void> {
  const { client } = await findServer(io, options);
  const changed = await client.removePanel(id, panel, { dryRun: options.dryRun ?? false });
  if (options.json) return printJson(io.stdout, changed);
  await reportMoved(io, client, id, changed.redraw, `panel ${panel} stands on no page`);
}
