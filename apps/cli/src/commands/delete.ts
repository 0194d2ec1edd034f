import type { Client } from '@nextpanel/client';
import { NextpanelError } from '@nextpanel/core/error';
import type { Command } from 'commander';
import { type CommandContext, type Io, printLine } from '../io.ts';
import { findServer } from '../system/find-server.ts';
import { plainText } from '../terminal/plain-text.ts';
import { actOnEach } from './act-on-each.ts';
import { examples } from './examples.ts';
import { type RemoteOptions, withServer } from './server-options.ts';

interface DeleteOptions extends RemoteOptions {
  readonly yes?: true;
}

export function addDelete(command: Command, context: CommandContext): void {
  command
    .addHelpText('after', examples('delete ID'))
    .argument('<id...>', 'story ids')
    .option('--yes', 'do not ask')
    .addHelpText(
      'after',
      '\nTheir cost stays in the totals. A story that is being drawn must be cancelled first (see cancel).',
    );
  withServer(command).action((ids: string[], options: DeleteOptions) => deleteStories(context, ids, options));
}

async function deleteStories(context: CommandContext, ids: readonly string[], options: DeleteOptions): Promise<void> {
  const { io } = context;
  const { client } = await findServer(io, options);
  if (!options.yes && !(await isMeant(io, client, ids))) {
    return printLine(io.stderr, 'nothing was deleted');
  }
  await actOnEach(
    context,
    ids,
    options.json ?? false,
    async (id) => {
      await client.delete(id);
      return { id, deleted: true };
    },
    ({ id }) => printLine(io.stdout, `${id} is deleted`),
  );
}

async function isMeant(io: Io, client: Pick<Client, 'story'>, ids: readonly string[]): Promise<boolean> {
  if (!io.ask) {
    throw new NextpanelError(
      'usage',
      'cannot ask for confirmation without a terminal; add --yes to delete permanently',
    );
  }
  for (const id of ids) {
    const { title, progress } = await client.story(id);
    printLine(io.stderr, `${id}  ${progress.panels.drawn}/${progress.panels.total} panels drawn  ${plainText(title)}`);
  }
  const these = ids.length === 1 ? 'this story' : `these ${ids.length} stories`;
  return /^y(es)?$/i.test((await io.ask(`Delete ${these} permanently? [y/N] `)).trim());
}
