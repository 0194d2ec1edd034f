import type { Command } from 'commander';
import { type CommandContext, type Io, nextpanelCommand, printJson, printLine } from '../io.ts';
import { describeStatus } from '../story/describe-story.ts';
import { findServer } from '../system/find-server.ts';
import { examples } from './examples.ts';
import { type RemoteOptions, withServer } from './server-options.ts';

interface CopyOptions extends RemoteOptions {
  readonly title?: string;
}

export function addCopy(command: Command, { io }: CommandContext): void {
  command
    .addHelpText('after', examples("copy ID --title 'The Hare, second draft'"))
    .argument('<id>', 'story id')
    .option('--title <text>', 'title of the copy (default: the same, with "(copy)" behind it)');
  withServer(command).action((id: string, options: CopyOptions) => copy(io, id, options));
}

async function copy(io: Io, id: string, { title, ...options }: CopyOptions): Promise<void> {
  const { client } = await findServer(io, options);
  const story = await client.copy(id, title === undefined ? {} : { title });
  if (options.json) return printJson(io.stdout, story);
  printLine(io.stdout, `${story.id} is a copy of ${id}: ${describeStatus(story)}`);
  if (story.status !== 'paused') return;
  const { drawn, total } = story.progress.panels;
  printLine(
    io.stderr,
    `${total - drawn} of ${total} panels have no picture yet; to draw them, type: ${nextpanelCommand} resume ${story.id}`,
  );
}
