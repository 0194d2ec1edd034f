import type { Client } from '@nextpanel/client';
import type { Command } from 'commander';
import { type CommandContext, type Io, printJson, printLine } from '../io.ts';
import { describeStatus } from '../story/describe-story.ts';
import { findServer } from '../system/find-server.ts';
import { type RemoteOptions, withServer } from './server-options.ts';

type Verb = 'pause' | 'resume' | 'approve' | 'cancel';

/** A command that does one thing to one story and says what the story is then. */
export function addAct(program: Command, { io }: CommandContext, verb: Verb, description: string): void {
  const command = program.command(verb).description(description).argument('<id>', 'story id');
  withServer(command).action((id: string, options: RemoteOptions) => act(io, id, options, verb));
}

async function act(io: Io, id: string, options: RemoteOptions, verb: Verb & keyof Client): Promise<void> {
  const { client } = await findServer(io, options);
  const story = await client[verb](id);
  if (options.json) printJson(io.stdout, story);
  else printLine(io.stdout, `${story.id} is ${describeStatus(story)}`);
}
