import { nextChapterText } from '@nextpanel/core/next-chapter-text';
import type { Command } from 'commander';
import { writeNewFile } from '../init/write-new-file.ts';
import { type CommandContext, type Io, nextpanelCommand, printJson, printLine } from '../io.ts';
import { findServer } from '../system/find-server.ts';
import { fromUser, toUser } from '../user-paths.ts';
import { examples } from './examples.ts';
import { type RemoteOptions, withServer } from './server-options.ts';

interface NextChapterOptions extends RemoteOptions {
  readonly force?: true;
}

/** `next-chapter ID FILE`: a story file that continues a story. */
export function addNextChapter(command: Command, { io }: CommandContext): void {
  command
    .addHelpText('after', examples('next-chapter ID chapter-2.yaml'))
    .argument('<id>', 'the story to continue')
    .argument('<file>', 'the file to write')
    .option('--force', 'replace a file that exists');
  withServer(command).action((id: string, file: string, options: NextChapterOptions) =>
    nextChapter(io, id, file, options),
  );
}

async function nextChapter(io: Io, id: string, name: string, options: NextChapterOptions): Promise<void> {
  const { client } = await findServer(io, options);
  const [story, chapter] = await Promise.all([client.story(id), client.nextChapter(id)]);
  const { number, drawn } = chapter.lastPanel;
  const file = fromUser(io, name);
  await writeNewFile(file, nextChapterText(story), options.force ?? false);
  const shown = toUser(io, file);
  if (options.json) return printJson(io.stdout, { file, ...chapter });
  printLine(io.stdout, shown);
  const { characters, locations = [], props = [] } = chapter.cast;
  const taken = [...characters, ...locations, ...props].map((one) => one.id).join(', ');
  if (taken !== '') printLine(io.stderr, `It takes over ${taken}, with their pictures.`);
  if (!drawn) printLine(io.stderr, `It continues from panel ${number}, and can be submitted once that is drawn.`);
  printLine(io.stderr, `Write its panels, then: ${nextpanelCommand} estimate ${shown}`);
}
