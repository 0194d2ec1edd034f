import type { Command } from 'commander';
import { type CommandContext, type Io, nextpanelCommand, printJson, printLine } from '../io.ts';
import { readLocalPictures } from '../story/local-pictures.ts';
import { placeMistakes } from '../story/place-mistakes.ts';
import { printWarnings } from '../story/print-warnings.ts';
import { readStoryFile } from '../story/read-story-file.ts';
import { uploadPictures } from '../story/upload-pictures.ts';
import { findServer } from '../system/find-server.ts';
import { fromUser } from '../user-paths.ts';
import { examples } from './examples.ts';
import { type RemoteOptions, withServer } from './server-options.ts';

interface SubmitOptions extends RemoteOptions {
  readonly provider?: string;
  readonly model?: string;
  readonly idempotencyKey?: string;
}

export function addSubmit(command: Command, { io }: CommandContext): void {
  command
    .addHelpText('after', examples('submit story.yaml'))
    .argument('<file>', 'story file, YAML or JSON; local pictures are uploaded')
    .option('--provider <id>', 'draw with this provider instead of the one in the file')
    .option('--model <id>', 'draw with this model instead of the one in the file')
    .option('--idempotency-key <key>', 'submitting the same key and content again returns the same story');
  withServer(command).action((file: string, options: SubmitOptions) => submit(io, file, options));
}

async function submit(io: Io, file: string, options: SubmitOptions): Promise<void> {
  const path = fromUser(io, file);
  const spec = await readStoryFile(path, options);
  const pictures = await readLocalPictures(path, spec);
  const { client } = await findServer(io, options);
  const json = await uploadPictures(client, spec, pictures);
  const story = await placeMistakes(client, path, spec, () =>
    client.submit({ json }, { idempotencyKey: options.idempotencyKey }),
  );
  if (options.json) return printJson(io.stdout, story);
  printLine(io.stdout, story.id);
  printWarnings(io, story.warnings);
  printLine(io.stderr, `follow it with: ${nextpanelCommand} watch ${story.id}`);
}
