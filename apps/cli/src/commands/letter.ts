// cspell:ignore Hase Igel Niemand schneller
import type { Command } from 'commander';
import { countPanels } from '../edits/describe-redraw.ts';
import { readLetteringFile } from '../edits/read-edit-file.ts';
import { reportNext } from '../edits/report-change.ts';
import { type CommandContext, type Io, printJson, printLine } from '../io.ts';
import { findServer } from '../system/find-server.ts';
import { plainText } from '../terminal/plain-text.ts';
import { fromUser } from '../user-paths.ts';
import { examples } from './examples.ts';
import { type RemoteOptions, withServer } from './server-options.ts';

/** `letter ID FILE`: new texts, such as a translation, on the same pictures. */
export function addLetter(command: Command, { io }: CommandContext): void {
  command
    .addHelpText('after', examples('letter ID story.de.yaml'))
    .argument('<id>', 'story id')
    .argument('<file>', 'YAML or JSON: a lettering, or a complete story file with the same number of panels')
    .addHelpText(
      'after',
      `
A lettering names panels by number. Other panels, and anything it does not mention, stay as they are:
  title: Der Hase und der Igel
  language: de
  readingDirection: ltr
  panels:
    - number: 1
      text: [{ kind: speech, speaker: hare, text: "Niemand ist schneller als ich!" }]
From a story file, all texts, the title, the language and the reading direction are used.`,
    );
  withServer(command).action((id: string, file: string, options: RemoteOptions) => letter(io, id, file, options));
}

async function letter(io: Io, id: string, file: string, options: RemoteOptions): Promise<void> {
  const { client } = await findServer(io, options);
  const before = await client.story(id);
  const lettering = await readLetteringFile(fromUser(io, file), before.progress.panels.total);
  const story = await client.letter(id, lettering);
  if (options.json) return printJson(io.stdout, story);
  const changes = (['title', 'language', 'readingDirection'] as const)
    .filter((name) => before[name] !== story[name])
    .map((name) => `, ${words[name]} is now ${plainText(story[name])}`);
  printLine(io.stdout, `replaced the texts of ${countPanels(lettering.panels.length)}${changes.join('')}`);
  await reportNext(io, client, id);
}

const words = { title: 'the title', language: 'the language', readingDirection: 'the reading direction' };
