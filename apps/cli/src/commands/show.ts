import type { Command } from 'commander';
import { type CommandContext, type Io, nextpanelCommand, printJson, printLine } from '../io.ts';
import { describeStory } from '../story/describe-story.ts';
import { explainRest } from '../story/explain-rest.ts';
import { findServer } from '../system/find-server.ts';
import { type RemoteOptions, withServer } from './server-options.ts';

export function addShow(program: Command, { io }: CommandContext): void {
  const command = program
    .command('show')
    .description('show a story: status, progress, cost')
    .argument('<id>', 'story id');
  withServer(command).action((id: string, options: RemoteOptions) => show(io, id, options));
}

async function show(io: Io, id: string, options: RemoteOptions): Promise<void> {
  const { client } = await findServer(io, options);
  const story = await client.story(id);
  if (options.json) return printJson(io.stdout, story);
  io.stdout.write(describeStory(story));
  const lines = explainRest({ story, pausedProvider: null }, `type: ${nextpanelCommand} resume ${story.id}`);
  for (const line of lines) printLine(io.stdout, line);
}
