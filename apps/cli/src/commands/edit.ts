import type { Command } from 'commander';
import { type CommandContext, type Io, printJson, printLine } from '../io.ts';
import { findServer } from '../system/find-server.ts';
import { type RemoteOptions, wholeNumber, withServer } from './server-options.ts';

interface EditOptions extends RemoteOptions {
  readonly prompt?: string;
  readonly characters?: string[];
}

/** `edit ID N`: other words for a panel that is not drawn, a refused one for example; `resume` then draws it. */
export function addEdit(program: Command, { io }: CommandContext): void {
  const command = program
    .command('edit')
    .description('change what a panel that is not drawn asks for; resume draws it')
    .argument('<id>', 'story id')
    .argument('<panel>', 'number of the panel', wholeNumber(1, 2_000))
    .option('--prompt <text>', 'what the picture shows')
    .option('--characters <id...>', 'who is in it');
  withServer(command).action((id: string, panel: number, options: EditOptions) => edit(io, id, panel, options));
}

async function edit(io: Io, id: string, panel: number, options: EditOptions): Promise<void> {
  const { client } = await findServer(io, options);
  const { prompt, characters } = options;
  const edited = await client.editPanel(id, panel, {
    ...(prompt !== undefined && { prompt }),
    ...(characters !== undefined && { characters }),
  });
  if (options.json) return printJson(io.stdout, edited);
  printLine(io.stdout, `panel ${edited.number}: ${edited.prompt}`);
  printLine(io.stderr, `draw it with: nextpanel resume ${id}`);
}
