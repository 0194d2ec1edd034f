import type { InstallationView } from '@nextpanel/client';
import type { Command } from 'commander';
import { type CommandContext, type Io, printJson, printLine } from '../io.ts';
import { findServer } from '../system/find-server.ts';
import { examples } from './examples.ts';
import { type RemoteOptions, withServer } from './server-options.ts';

/** `migrate`: finishes an upgrade, after which the version before it cannot read the stored state any more. */
export function addMigrate(command: Command, { io }: CommandContext): void {
  command.addHelpText('after', examples('migrate'));
  withServer(command).action((options: RemoteOptions) => migrate(io, options));
}

async function migrate(io: Io, options: RemoteOptions): Promise<void> {
  const { client } = await findServer(io, options);
  const before = await client.installation();
  const after = before.migration === 'none' ? before : await client.migrate();
  if (options.json) return printJson(io.stdout, after);
  printLine(io.stdout, describeMigration(before, after));
}

export function describeMigration(before: InstallationView, after: InstallationView): string {
  if (before.schema === after.schema) return `The stored state has schema ${after.schema}, the newest of this version.`;
  return `The stored state has schema ${after.schema} now (${before.schema} before). Each story follows when it is next drawn or edited.`;
}
