import { createWriteStream, openAsBlob } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { NextpanelError } from '@nextpanel/core/error';
import type { Command } from 'commander';
import { type CommandContext, type Io, nextpanelCommand, printJson, printLine } from '../io.ts';
import { describeStatus } from '../story/describe-story.ts';
import { replaceFile } from '../story/replace-file.ts';
import { findServer } from '../system/find-server.ts';
import { fromUser } from '../user-paths.ts';
import { examples } from './examples.ts';
import { type RemoteOptions, withServer } from './server-options.ts';

/** `export ID FILE`: a whole story as one archive. */
export function addExport(command: Command, { io }: CommandContext): void {
  command
    .addHelpText('after', examples('export ID story.tar'))
    .argument('<id>', 'story id')
    .argument('<file>', 'a tar archive');
  withServer(command).action((id: string, file: string, options: RemoteOptions) => save(io, id, file, options));
}

async function save(io: Io, id: string, file: string, options: RemoteOptions): Promise<void> {
  const { client } = await findServer(io, options);
  const { body } = await client.exportStory(id);
  if (body === null) throw new NextpanelError('unexpected', 'the server sent nothing');
  await replaceFile(fromUser(io, file), (part) => pipeline(Readable.fromWeb(body as never), createWriteStream(part)));
  if (options.json) return printJson(io.stdout, { id, file });
  printLine(io.stdout, file);
}

/** `import FILE`: a story that was exported, under a new id. */
export function addImport(command: Command, { io }: CommandContext): void {
  command.addHelpText('after', examples('import story.tar')).argument('<file>', 'made by `export`');
  withServer(command).action((file: string, options: RemoteOptions) => take(io, file, options));
}

async function take(io: Io, file: string, options: RemoteOptions): Promise<void> {
  const archive = await openAsBlob(fromUser(io, file)).catch((cause: unknown) => {
    throw new NextpanelError(
      'usage',
      `${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  });
  const { client } = await findServer(io, options);
  const story = await client.importStory(archive);
  if (options.json) return printJson(io.stdout, story);
  printLine(io.stdout, `${story.id}: ${describeStatus(story)}`);
  if (story.status === 'paused')
    printLine(io.stderr, `to draw what is missing, type: ${nextpanelCommand} resume ${story.id}`);
}
