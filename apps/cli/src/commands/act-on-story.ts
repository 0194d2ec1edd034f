import type { Command } from 'commander';
import { type CommandContext, printLine } from '../io.ts';
import { describeStatus } from '../story/describe-story.ts';
import { findServer } from '../system/find-server.ts';
import { actOnEach } from './act-on-each.ts';
import { examples } from './examples.ts';
import { type RemoteOptions, withServer } from './server-options.ts';

export type Verb = 'pause' | 'resume' | 'approve' | 'cancel' | 'compose';

/** A command that does one thing to one or more stories and prints the new status of each. */
export function addAct(command: Command, context: CommandContext, verb: Verb): void {
  command.addHelpText('after', examples(`${verb} ID`)).argument('<id...>', 'story ids');
  withServer(command).action((ids: string[], options: RemoteOptions) => act(context, ids, options, verb));
}

async function act(context: CommandContext, ids: readonly string[], options: RemoteOptions, verb: Verb): Promise<void> {
  const { client } = await findServer(context.io, options);
  await actOnEach(
    context,
    ids,
    options.json ?? false,
    (id) => client[verb](id),
    (story) => printLine(context.io.stdout, `${story.id} is ${describeStatus(story)}`),
  );
}
