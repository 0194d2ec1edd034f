import type { Move } from '@nextpanel/core';
import type { Command } from 'commander';
import { type ChangeOptions, changeOf, withChange } from '../edits/change-options.ts';
import { readPanelsFile } from '../edits/read-edit-file.ts';
import { reportChange } from '../edits/report-change.ts';
import { type CommandContext, type Io, printJson } from '../io.ts';
import { findServer } from '../system/find-server.ts';
import { fromUser } from '../user-paths.ts';
import { examples } from './examples.ts';
import { afterPanel, type RemoteOptions, withServer } from './server-options.ts';

interface InsertOptions extends RemoteOptions, ChangeOptions {
  readonly after?: Move['after'];
}

/** `insert ID FILE`: adds panels, at the end or in between. */
export function addInsert(command: Command, { io }: CommandContext): void {
  command
    .addHelpText('after', examples('insert ID panels.yaml --after 7'))
    .argument('<id>', 'story id')
    .argument('<file>', 'YAML or JSON list of panels, as in a story file')
    .option(
      '--after <panel>',
      'insert after this panel, 7 or id:p7; 0 is the beginning (default: the end)',
      afterPanel,
    );
  withServer(withChange(command)).action((id: string, file: string, options: InsertOptions) =>
    insert(io, id, file, options),
  );
}

async function insert(io: Io, id: string, file: string, options: InsertOptions): Promise<void> {
  const panels = await readPanelsFile(fromUser(io, file));
  const { client } = await findServer(io, options);
  const { after } = options;
  const changed = await client.insertPanels(id, {
    panels,
    ...(after !== undefined && { after }),
    ...changeOf(options),
  });
  if (options.json) return printJson(io.stdout, changed);
  await reportChange(io, client, id, changed.redraw);
}
