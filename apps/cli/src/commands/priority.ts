import { type Command, InvalidArgumentError } from 'commander';
import { type CommandContext, printJson, printLine } from '../io.ts';
import { describeLine, describeStatus } from '../story/describe-story.ts';
import { findServer } from '../system/find-server.ts';
import { examples } from './examples.ts';
import { type RemoteOptions, withServer } from './server-options.ts';

/** `priority ID N`: before or behind the other stories of the tenant. */
export function addPriority(command: Command, { io }: CommandContext): void {
  command
    .addHelpText('after', examples('priority ID 5', 'priority ID -- -3'))
    .argument('<id>', 'story id')
    .argument('<n>', '-10 to 10; higher goes first', readPriority);
  withServer(command).action(async (id: string, priority: number, options: RemoteOptions) => {
    const { client } = await findServer(io, options);
    const story = await client.prioritize(id, priority);
    if (options.json) return printJson(io.stdout, story);
    printLine(
      io.stdout,
      `${story.id} is ${describeStatus(story)}, priority ${story.priority ?? 0}${describeLine(story)}`,
    );
  });
}

function readPriority(text: string): number {
  const value = Number(text);
  if (/^-?\d+$/.test(text) && value >= -10 && value <= 10) return value;
  throw new InvalidArgumentError('It must be a whole number from -10 to 10.');
}
